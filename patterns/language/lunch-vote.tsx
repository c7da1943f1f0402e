/** Where to eat: everybody gives each place a green, yellow or red light; no red counts most. */
import {
  action,
  computed,
  Default,
  handler,
  NAME,
  pattern,
  PerSession,
  PerSpace,
  PerUser,
  Stream,
  UI,
  type VNode,
  wish,
  Writable,
} from "commonfabric";

export type VoteColor = "green" | "yellow" | "red";
export interface Option {
  id: string;
  title: string;
  addedBy: string;
}
export interface Vote {
  voter: string;
  optionId: string;
  color: VoteColor;
}

export interface LunchInput {
  question?: PerSpace<Writable<string | Default<"Where do we eat?">>>;
  options?: PerSpace<Writable<Option[] | Default<[]>>>;
  votes?: PerSpace<Writable<Vote[] | Default<[]>>>;
  me?: PerUser<Writable<string | Default<"">>>;
  draft?: PerSession<Writable<string | Default<"">>>;
}
export interface Tally {
  option: Option;
  green: number;
  yellow: number;
  red: number;
  score: number;
  voters: string[];
}
export interface LunchOutput {
  [NAME]: string;
  [UI]: VNode;
  question: string;
  options: Option[];
  votes: Vote[];
  me: string;
  ranked: Tally[];
  best: string;
  join: Stream<{ name: string }>;
  addOption: Stream<{ title: string }>;
  vote: Stream<{ optionId: string; color: VoteColor }>;
  clearMine: Stream<void>;
  removeOption: Stream<{ id: string }>;
  setDraft: Stream<string>;
  draft: string;
  submitDraft: Stream<void>;
}

const slug = (t: string) => t.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");

const castVote = handler<
  { optionId: string; color: VoteColor },
  { votes: Writable<Vote[]>; me: Writable<string>; options: Writable<Option[]> }
>(
  ({ optionId, color }, { votes, me, options }) => {
    const voter = me.get();
    if (!voter || !options.get().some((o) => o.id === optionId)) return;
    const index = votes.get().findIndex((v) => v.voter === voter && v.optionId === optionId);
    if (index < 0) votes.push({ voter, optionId, color });
    else if (votes.get()[index].color === color) votes.set(votes.get().toSpliced(index, 1));
    else votes.key(index).key("color").set(color);
  },
);

export default pattern<LunchInput, LunchOutput>(({ question, options, votes, me, draft }) => {
  const join = action(({ name }: { name: string }) => me.set(name.trim()));
  const addOption = action(({ title }: { title: string }) => {
    const id = slug(title);
    if (!id || options.get().find((o) => o.id === id)) return;
    options.push({ id, title: title.trim(), addedBy: me.get() || "anonymous" });
  });
  const removeOption = action(({ id }: { id: string }) => {
    options.set(options.get().filter((o) => o.id !== id));
    votes.set(votes.get().filter((v) => v.optionId !== id));
  });
  const clearMine = action(() => votes.set(votes.get().filter((v) => v.voter !== me.get())));
  const vote = castVote({ votes, me, options });
  const ranked = computed((): Tally[] => {
    const all = votes.get();
    return options.get().map((option) => {
      const mine = all.filter((v) => v.optionId === option.id);
      const count = (c: VoteColor) => mine.filter((v) => v.color === c).length;
      const [green, yellow, red] = [count("green"), count("yellow"), count("red")];
      return {
        option,
        green,
        yellow,
        red,
        score: green * 2 + yellow - red * 3,
        voters: mine.map((v) => v.voter).sort(),
      };
    }).sort((a, b) =>
      a.red - b.red || b.green - a.green || a.option.title.localeCompare(b.option.title)
    );
  });
  const best = computed(() =>
    ranked.length > 0 && ranked[0].green > 0 ? ranked[0].option.title : "undecided"
  );
  const setDraft = action((t: string) => draft.set(t));
  const submitDraft = action(() => {
    addOption.send({ title: draft.get() });
    draft.set("");
  });
  const joined = computed(() => me.get() !== "");
  return {
    [NAME]: computed(() => `${question.get()} (${options.get().length})`),
    [UI]: (
      <cf-vstack>
        <h2>{question}</h2>
        <p class="best">Best: {best}</p>
        {joined
          ? <p class="me">Voting as {me}</p>
          : <cf-input class="join" $value={me} placeholder="Your name" />}
        {ranked.map((t) => (
          <cf-card class="option">
            <b>{t.option.title}</b> <i>{t.score}</i>
            {(["green", "yellow", "red"] as const).map((color) => (
              <button
                class={color}
                onClick={() => vote.send({ optionId: t.option.id, color })}
              >
                {t[color]}
              </button>
            ))}
            {t.voters.length > 0 ? <small>{t.voters.join(", ")}</small> : null}
          </cf-card>
        ))}
        <cf-input $value={draft} />
        <cf-button onClick={submitDraft} disabled={!draft.get().trim()}>Add</cf-button>
      </cf-vstack>
    ),
    question,
    options,
    votes,
    me,
    ranked,
    best,
    join,
    addOption,
    vote,
    clearMine,
    removeOption,
    setDraft,
    draft,
    submitDraft,
  };
});
