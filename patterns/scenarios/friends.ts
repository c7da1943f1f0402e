/** People who are each other's friends: entities that lead back to themselves. */

import { type Cell, cell, Default, equals, handler, lift, pattern } from "commonfabric";
interface Person {
  name: string;
  friends: Person[];
  best?: Person | null;
}
const add = handler((e: { name: string }, { people }: { people: Cell<Person[]> }) =>
  people.push({ name: e.name, friends: [] })
);
const befriend = handler(
  (e: { a: string; b: string; best?: boolean }, { people }: { people: Cell<Person[]> }) => {
    const list = people.get();
    const ia = list.findIndex((p) => p.name === e.a), ib = list.findIndex((p) => p.name === e.b);
    if (ia < 0 || ib < 0 || ia === ib) return;
    people.key(ia).key("friends").addUnique(list[ib]!);
    people.key(ib).key("friends").addUnique(list[ia]!);
    if (e.best) {
      people.key(ia).key("best").set(list[ib]!);
      people.key(ib).key("best").set(list[ia]!);
    }
  },
);
const rename = handler(
  (e: { from: string; to: string }, { people }: { people: Cell<Person[]> }) => {
    const i = people.get().findIndex((p) => p.name === e.from);
    if (i >= 0) people.key(i).key("name").set(e.to);
  },
);
export const linkedEntities = pattern<{ people: Default<Person[], []> }>(({ people }) => ({
  names: people.map((p) => p.name),
  pairs: lift((ps: Person[]) =>
    ps.flatMap((p) => p.friends.map((f) => `${p.name}-${f.name}`)).sort()
  )(people),
  bests: lift((ps: Person[]) =>
    ps.map((p) => `${p.name}>${p.best?.name ?? "-"}>${p.best?.best?.name ?? "-"}`)
  )(people),
  same: lift((ps: Person[]) =>
    ps.every((p) => !p.best || (p.best.best ? equals(p.best.best, p) : false))
  )(people),
  add: add({ people }),
  befriend: befriend({ people }),
  rename: rename({ people }),
}));
