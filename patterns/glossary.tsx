/** A glossary: terms ship with the pattern in a CSV file, and people add their own. */
import {
  action,
  computed,
  dataFile,
  Default,
  NAME,
  pattern,
  PerSession,
  Stream,
  UI,
  type VNode,
  Writable,
} from "commonfabric";

interface Term {
  term: string;
  meaning: string;
}

interface Input {
  added: Writable<Term[] | Default<[]>>;
  query?: PerSession<Writable<string | Default<"">>>;
}

interface Output {
  [NAME]: string;
  [UI]: VNode;
  groups: { letter: string; terms: Term[] }[];
  count: number;
  define: Stream<Term>;
  search: Stream<{ text: string }>;
}

/** Lines of `term,meaning`; a meaning in double quotes may hold commas and doubled quotes. */
function parseTerms(csv: string): Term[] {
  return csv.trim().split("\n").slice(1).map((line) => {
    const comma = line.indexOf(",");
    const rest = line.slice(comma + 1).trim();
    const meaning = rest.startsWith('"') ? rest.slice(1, -1).replaceAll('""', '"') : rest;
    return { term: line.slice(0, comma), meaning };
  });
}

const SHIPPED = parseTerms(dataFile("./glossary/terms.csv"));

export default pattern<Input, Output>(({ added, query }) => {
  const terms = computed(() => {
    const own = added.get();
    const shipped = SHIPPED.filter(({ term }) => !own.some((other) => other.term === term));
    return [...shipped, ...own].sort((a, b) => a.term.localeCompare(b.term));
  });
  const groups = computed(() => {
    const text = query!.get().toLowerCase();
    const found = terms.filter(({ term, meaning }) =>
      `${term} ${meaning}`.toLowerCase().includes(text)
    );
    const byLetter = Object.groupBy(found, ({ term }) => term.charAt(0).toUpperCase());
    return Object.entries(byLetter).map(([letter, list]) => ({ letter, terms: list ?? [] }));
  });
  const count = computed(() => terms.length);
  const define = action((term: Term) => {
    const index = added.get().findIndex((other) => other.term === term.term);
    if (index < 0) added.push(term);
    else added.key(index).update({ meaning: term.meaning });
  });
  const search = action(({ text }: { text: string }) => query!.set(text));

  return {
    [NAME]: computed(() => `Glossary of ${count} ${count === 1 ? "term" : "terms"}`),
    [UI]: (
      <cf-screen narrow>
        <cf-input
          slot="header"
          type="search"
          $value={query}
          placeholder="Search"
          aria-label="Search"
        />
        <cf-vstack gap="3">
          {groups.map(({ letter, terms }) => (
            <cf-vgroup label={letter}>
              <dl>
                {terms.map(({ term, meaning }) => (
                  <>
                    <dt>
                      <b>{term}</b>
                    </dt>
                    <dd>{meaning}</dd>
                  </>
                ))}
              </dl>
            </cf-vgroup>
          ))}
          {groups.length === 0 && <cf-empty-state heading="No such term" />}
        </cf-vstack>
      </cf-screen>
    ),
    groups,
    count,
    define,
    search,
  };
});
