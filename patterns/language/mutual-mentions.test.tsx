// Pieces in a list whose computed results name each other: each is computed without the others'.

import {
  assert,
  computed,
  type Default,
  equals,
  handler,
  lift,
  pattern,
  type Stream,
  TESTS,
  Writable,
} from "commonfabric";

interface Person {
  name: string;
  likes: string;
  friends: Person[];
  admirers: Person[];
  best: { person: Person | undefined; rank: number };
}

const bestOf = lift<{ people: Person[]; likes: string }, Person["best"]>(({ people, likes }) => ({
  person: people.find((person) => likes.includes(person.name)),
  rank: 1,
}));

const Person = pattern<{ name: string; likes: string; people: Writable<Person[]> }, Person>(
  ({ name, likes, people }) => ({
    name,
    likes,
    friends: computed(() => people.get().filter((other) => likes.split(" ").includes(other.name))),
    admirers: computed(() => people.get().filter((other) => other.likes.includes(name))),
    best: bestOf({ people, likes }),
  }),
);

const join = handler<{ name: string; likes: string }, { people: Writable<Person[]> }>(
  ({ name, likes }, { people }) => {
    people.push(Person({ name, likes, people }));
  },
);

interface Circle {
  people: Person[];
  join: Stream<{ name: string; likes: string }>;
}

const Circle = pattern<{ people: Writable<Person[] | Default<[]>> }, Circle>(({ people }) => ({
  people,
  join: join({ people }),
}));

const names = (people: readonly Person[]) => people.map(({ name }) => name).join();

export default pattern(() => {
  const { people, join } = Circle({});
  return {
    [TESTS]: [
      { action: join, event: { name: "Ada", likes: "Bob Ada" } },
      { action: join, event: { name: "Bob", likes: "Ada" } },
      { action: join, event: { name: "Cyd", likes: "Ada Bob" } },
      { assertion: assert(() => names(people[0].friends) === "Ada,Bob") },
      { assertion: assert(() => names(people[1].friends) === "Ada") },
      { assertion: assert(() => names(people[0].admirers) === "Ada,Bob,Cyd") },
      { assertion: assert(() => people[1].best.person?.best.person?.name === "Ada") },
      { assertion: assert(() => equals(people[2].friends[1].friends[0], people[0])) },
    ],
  };
});
