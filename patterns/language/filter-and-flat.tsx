/** Chains over plain-typed and writable lists; sorted copies, pages, groups by entry, rows by id. */
import { action, computed, Default, handler, pattern, UI, Writable } from "commonfabric";

interface Person {
  id: string;
  name: string;
  age: number;
  tags: string[];
  boss?: string | null;
}
interface Input {
  people: Person[] | Default<[]>;
  query: Writable<string | Default<"">>;
  page: Writable<number | Default<0>>;
  boss: Person;
}

const removePerson = handler<unknown, { people: Writable<Person[]>; person: Person }>(
  (_, { people, person }) => {
    people.remove(person);
  },
);
const rename = handler<{ id: string; name: string }, { people: Writable<Person[]> }>(
  ({ id, name }, { people }) => {
    people.elementById(id).key("name").set(name);
  },
);

export default pattern<Input>(({ people, query, page, boss }) => {
  const matching = people.filter((p) => p.name.toLowerCase().includes(query.get().toLowerCase()));
  const adults = matching.filter(({ age }) => age >= 18).map(({ name }, i) => `${i}.${name}`);
  const byAge = computed(() => [...people].sort((a, b) => b.age - a.age).map((p) => p.name));
  const pageRows = computed(() => matching.slice(page.get() * 2, page.get() * 2 + 2));
  const bosses = computed(() =>
    people.map((p) => people.find((other) => other.id === p.boss)?.name ?? "-").join()
  );
  return {
    adults,
    byAge,
    bosses,
    pageNames: pageRows.map((p) => p.name),
    tags: matching.flatMap((p) => p.tags.map((tag) => `${p.name}#${tag}`)),
    labels: (page.get() > 0 ? [boss] : people).map((p) => ({ parts: [p.name, p.age] }))
      .flatMap(({ parts }) => parts),
    count: matching.length,
    none: matching.length === 0,
    oldest: people.toSorted((a, b) => b.age - a.age)[0]?.name ?? "nobody",
    [UI]: (
      <table>
        {pageRows.map((person) => (
          <tr>
            <td>{person.name}</td>
            <td>{person.age >= 18 ? "adult" : "child"}</td>
            <td>{(person.tags ?? []).filter((t) => t !== "x").map((t) => <b>{t}</b>)}</td>
            <button
              onClick={removePerson({ people: people as unknown as Writable<Person[]>, person })}
            >
              remove
            </button>
          </tr>
        ))}
      </table>
    ),
    search: action((text: string) => query.set(text)),
    turn: action(() => page.set(page.get() + 1)),
    rename: rename({ people: people as unknown as Writable<Person[]> }),
  };
});
