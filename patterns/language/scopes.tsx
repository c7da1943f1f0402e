/** Three scopes side by side: what a room shares, what a person keeps, what a session forgets. */
import {
  action,
  computed,
  Default,
  pattern,
  type PerSession,
  type PerSpace,
  type PerUser,
  Stream,
  Writable,
} from "commonfabric";

interface Input {
  topic: PerSpace<Writable<string | Default<"open">>>;
  nickname: PerUser<Writable<string | Default<"anonymous">>>;
  cursor: PerSession<Writable<number | Default<0>>>;
}

interface Output {
  topic: string;
  nickname: string;
  cursor: number;
  votes: number;
  mine: number;
  seen: number;
  said: string[];
  rename: Stream<string>;
  retitle: Stream<string>;
  move: Stream<number>;
  vote: Stream<void>;
  say: Stream<string>;
}

export default pattern<Input, Output>(({ topic, nickname, cursor }) => {
  const votes = new Writable.perSpace(0);
  const mine = new Writable.perUser(0);
  const seen = new Writable.perSession(0);
  const said = new Writable<string[]>([]);
  return {
    topic,
    nickname,
    cursor,
    votes,
    mine,
    seen,
    said: computed(() => [...said.get()].sort()),
    rename: action((name: string) => nickname.set(name)),
    retitle: action((text: string) => topic.set(text)),
    move: action((by: number) => cursor.set(cursor.get() + by)),
    vote: action(() => {
      votes.increment(1);
      mine.increment();
      seen.set(seen.get() + 1);
    }),
    say: action((text: string) => said.push(`${nickname.get()}: ${text}`)),
  };
});
