/** A contact book: people are cells that other pieces can link to; a full-text index finds them. */
import {
  action,
  cfLink,
  computed,
  Default,
  NAME,
  pattern,
  PerSession,
  sqliteDatabase,
  Stream,
  table,
  UI,
  type VNode,
  Writable,
} from "commonfabric";

interface Person {
  name: string;
  email: string | Default<"">;
  tags: string[] | Default<[]>;
}

interface Input {
  people: Writable<Person[] | Default<[]>>;
  query?: PerSession<Writable<string | Default<"">>>;
  tag?: PerSession<Writable<string | null | Default<null>>>;
  draft?: PerSession<Writable<{ name: string; email: string } | Default<{ name: ""; email: "" }>>>;
}

interface Output {
  [NAME]: string;
  [UI]: VNode;
  people: Person[];
  tags: string[];
  /** Those the search and the chosen tag let through, by name. */
  found: Person[];
  notes: { body: string; about: string }[];
  add: Stream<{ name: string; email?: string; tags?: string[] }>;
  label: Stream<{ name: string; tag: string }>;
  rename: Stream<{ name: string; to: string }>;
  note: Stream<{ name: string; body: string }>;
  search: Stream<{ text: string }>;
  filterBy: Stream<{ tag: string | null }>;
}

export default pattern<Input, Output>(({ people, query, tag, draft }) => {
  const db = sqliteDatabase({
    tables: {
      notes: table(
        { id: "integer primary key", person_cf_link: cfLink<Person>(), body: "text not null" },
        undefined,
        { fts: ["body"] },
      ),
    },
  });
  const words = computed(() => {
    const terms = query!.get().toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
    return terms.map((term) => `"${term}"*`).join(" ");
  });
  const pattern = computed(() => `%${query!.get().trim()}%`);
  const like = db.query<{ body: string; person_cf_link: Writable<Person> }>(
    "SELECT body, person_cf_link FROM notes WHERE body LIKE :pattern ORDER BY id DESC LIMIT 50",
    { params: { pattern }, reactOn: db },
  );
  const matches = db.query<{ person: Writable<Person> }>(
    `SELECT n.person_cf_link AS person FROM notes_fts f JOIN notes n ON n.id = f.rowid
     WHERE notes_fts MATCH ? ORDER BY f.rank`,
    { params: [computed(() => words === "" ? '"nothing at all"' : words)], reactOn: db },
  );

  const tags = computed(() => [...new Set(people.get().flatMap((person) => person.tags))].sort());
  const found = computed(() => {
    const text = query!.get().trim().toLowerCase();
    const noted = (matches.result ?? []).map((row) => row.person.get()?.name);
    return people.get()
      .filter((person) => tag!.get() === null || person.tags.includes(tag!.get()!))
      .filter((person) =>
        text === "" || `${person.name} ${person.email}`.toLowerCase().includes(text) ||
        noted.includes(person.name)
      )
      .toSorted((a, b) => a.name.localeCompare(b.name));
  });
  const notes = computed(() =>
    (like.result ?? []).map((row) => ({ body: row.body, about: row.person_cf_link.get().name }))
  );

  const add = action((person: { name: string; email?: string; tags?: string[] }) => {
    if (person.name.trim() === "") return;
    people.push({ name: person.name.trim(), email: person.email ?? "", tags: person.tags ?? [] });
    draft!.set({ name: "", email: "" });
  });
  const label = action(({ name, tag }: { name: string; tag: string }) => {
    const index = people.get().findIndex((person) => person.name === name);
    if (index >= 0) people.key(index).key("tags").addUnique(tag);
  });
  const rename = action(({ name, to }: { name: string; to: string }) => {
    const index = people.get().findIndex((person) => person.name === name);
    if (index >= 0) people.key(index).update({ name: to });
  });
  const note = action(({ name, body }: { name: string; body: string }) => {
    const index = people.get().findIndex((person) => person.name === name);
    if (index < 0 || body.trim() === "") return;
    db.exec("INSERT INTO notes (person_cf_link, body) VALUES (?, ?)", [
      people.key(index).resolveAsCell(),
      body,
    ]);
  });
  const search = action(({ text }: { text: string }) => query!.set(text));
  const filterBy = action(({ tag: wanted }: { tag: string | null }) => tag!.set(wanted));

  return {
    [NAME]: computed(() => `Contacts (${people.get().length})`),
    [UI]: (
      <cf-screen narrow>
        <cf-vstack slot="header" gap="2">
          <cf-input type="search" $value={query} placeholder="Search" aria-label="Search" />
          <cf-hstack gap="1" wrap>
            {tags.map((name) => (
              <cf-chip
                interactive
                selected={tag!.get() === name}
                onClick={() => filterBy.send({ tag: tag!.get() === name ? null : name })}
              >
                {name}
              </cf-chip>
            ))}
          </cf-hstack>
        </cf-vstack>
        <cf-vstack gap="2">
          {found.length === 0
            ? (
              <cf-empty-state
                heading={people.get().length === 0 ? "Nobody is here yet" : "Nobody found"}
              />
            )
            : found.map((person) => (
              <cf-card>
                <cf-hstack gap="3" align="center">
                  <cf-avatar name={person.name} />
                  <cf-vstack gap="0">
                    <cf-text weight="bold">{person.name}</cf-text>
                    {person.email && <a href={`mailto:${person.email}`}>{person.email}</a>}
                  </cf-vstack>
                  <cf-spacer />
                  {person.tags.map((name) => <cf-badge>{name}</cf-badge>)}
                </cf-hstack>
              </cf-card>
            ))}
          {notes.map((entry) => (
            <cf-text variant="muted" block>
              {entry.about}: {entry.body}
            </cf-text>
          ))}
          <cf-card>
            <cf-vstack gap="2">
              <cf-input label="Name" $value={draft!.key("name")} required />
              <cf-input
                label="E-mail"
                type="email"
                $value={draft!.key("email")}
                oncf-submit={() => add.send({ ...draft!.get() })}
              />
              <cf-button variant="primary" onClick={() => add.send({ ...draft!.get() })}>
                Add
              </cf-button>
            </cf-vstack>
          </cf-card>
        </cf-vstack>
      </cf-screen>
    ),
    people,
    tags,
    found,
    notes,
    add,
    label,
    rename,
    note,
    search,
    filterBy,
  };
});
