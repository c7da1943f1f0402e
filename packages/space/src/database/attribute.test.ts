/** Where parameters go, for the statement forms that authors use. */

import assert from "node:assert/strict";
import { attributeParameters } from "./attribute.ts";
import { prepareDeclaration } from "./declaration.ts";

const DECLARATION = prepareDeclaration({
  tables: {
    entries: {
      columns: {
        id: "integer primary key",
        author_cf_link: { cfLink: true },
        body: "text",
        at: "integer",
        slug: "text unique",
      },
      options: { fts: ["body"] },
    },
    votes: { columns: { entry: "integer", voter_cf_link: { cfLink: true }, value: "integer" } },
  },
});

/** One text per parameter: `table.column` for stored, `=table.column` for compared, `?` for else. */
function uses(sql: string): string[] {
  return attributeParameters(DECLARATION, sql).map((origin) =>
    origin.uses.map((use) =>
      use === null ? "?" : `${use.stored ? "" : "="}${use.table}.${use.column}`
    ).sort().join(" ")
  );
}

const CASES: readonly [string, readonly string[]][] = [
  [
    "insert into entries (author_cf_link, body, at) values (?, ?, ?)",
    ["entries.author_cf_link", "entries.body", "entries.at"],
  ],
  [
    "INSERT INTO entries (body, author_cf_link) VALUES (:body, :me)",
    ["entries.body", "entries.author_cf_link"],
  ],
  [
    "insert into entries values (?, ?, ?, ?, ?)",
    ["entries.id", "entries.author_cf_link", "entries.body", "entries.at", "entries.slug"],
  ],
  [
    "insert into votes values (?, ?, ?), (?, ?, 1)",
    ["votes.entry", "votes.voter_cf_link", "votes.value", "votes.entry", "votes.voter_cf_link"],
  ],
  [
    "insert into entries (id, author_cf_link, slug) values (?1, ?2, ?3) on conflict (slug) do update " +
    "set author_cf_link = excluded.author_cf_link, body = ?4",
    ["entries.id", "entries.author_cf_link", "entries.slug", "entries.body"],
  ],
  [
    "insert or replace into entries (id, author_cf_link) values (@id, @who)",
    ["entries.id", "entries.author_cf_link"],
  ],
  [
    "insert into entries (author_cf_link, body) select ?, body from entries where id = ?",
    ["entries.author_cf_link", "=entries.id"],
  ],
  ["insert into entries (author_cf_link) select ? order by 1", ["entries.author_cf_link"]],
  [
    "update entries set author_cf_link = ?, body = ? where id = ?",
    ["entries.author_cf_link", "entries.body", "=entries.id"],
  ],
  [
    "update entries set body = $b where author_cf_link = $me",
    ["entries.body", "=entries.author_cf_link"],
  ],
  ["delete from votes where voter_cf_link = ?", ["=votes.voter_cf_link"]],
  ["delete from votes where voter_cf_link is not ?", ["=votes.voter_cf_link"]],
  ["delete from votes where voter_cf_link in (?, ?)", [
    "=votes.voter_cf_link",
    "=votes.voter_cf_link",
  ]],
  ["delete from votes where voter_cf_link in (?, ?, ?)", [
    "=votes.voter_cf_link",
    "=votes.voter_cf_link",
    "=votes.voter_cf_link",
  ]],
  ["select * from entries where author_cf_link = ? and at > ? limit 5", [
    "=entries.author_cf_link",
    "=entries.at",
  ]],
  [
    "select e.body from entries e join votes v on v.entry = e.id where v.voter_cf_link = :me",
    ["=votes.voter_cf_link"],
  ],
  // Sorting takes cursors by number, which are no registers.
  ["select body, at from entries where author_cf_link = ? order by 2", [
    "=entries.author_cf_link",
  ]],
  [
    "delete from votes where rowid in (select rowid from votes where voter_cf_link = ? order by 1 limit 1)",
    ["=votes.voter_cf_link"],
  ],
  // What follows is sought in an index that the statement makes for itself, behind a Bloom filter.
  [
    "update entries set author_cf_link = v.voter_cf_link from votes v where v.entry = id and " +
    "v.voter_cf_link = ? and v.value = ?",
    ["=votes.voter_cf_link", "=votes.value"],
  ],
  [
    "select e.body from entries e left join votes v on v.entry = e.at and v.voter_cf_link = ?",
    ["=votes.voter_cf_link"],
  ],
  ["delete from votes where voter_cf_link in (values (?), (?))", [
    "=votes.voter_cf_link",
    "=votes.voter_cf_link",
  ]],
  ["delete from votes where (voter_cf_link, value) in (values (?, ?))", [
    "=votes.voter_cf_link",
    "=votes.value",
  ]],
  ["delete from votes where voter_cf_link not in (?, ?)", [
    "=votes.voter_cf_link",
    "=votes.voter_cf_link",
  ]],
  // A table-valued function takes its own arguments alone.
  [
    "insert into entries (author_cf_link, body) select ?, value from json_each(?)",
    ["entries.author_cf_link", "?"],
  ],
  [
    "insert into votes (voter_cf_link, value) select ?, value from json_tree(?, ?) where key = ?",
    ["votes.voter_cf_link", "?", "?", "?"],
  ],
  // What SQLite compiles to a plain copy goes straight to the column.
  ["insert into entries (author_cf_link) values (coalesce(?, null))", ["entries.author_cf_link"]],
  ["insert into entries (body) values (case when ? then ? end)", ["?", "entries.body"]],
  [
    "update entries set author_cf_link = :x, body = :x",
    ["entries.author_cf_link entries.body"],
  ],
];

for (const [sql, expected] of CASES) {
  Deno.test(`attributeParameters() follows ${sql}`, () => {
    assert.deepEqual(uses(sql), expected);
  });
}

const UNATTRIBUTED = [
  "insert into entries (author_cf_link) values (? || '')",
  "select ?",
  "select * from entries limit ?",
  "select ?, at from entries order by random(), 2",
  "update entries set body = upper(?)",
  "insert into entries (author_cf_link, body) values (?1, trim(?1))",
  "select * from entries where author_cf_link like ?",
  "select count(*) from entries where length(?) > 1",
];

for (const sql of UNATTRIBUTED) {
  Deno.test(`attributeParameters() attributes no single column in ${sql}`, () => {
    const [origin] = attributeParameters(DECLARATION, sql);
    const certain = origin!.column !== null;
    assert.equal(certain, false, JSON.stringify(origin));
  });
}
