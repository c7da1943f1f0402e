/** The forum's tables. */
import { table } from "commonfabric";
export const forumTables = {
  threads: table(
    {
      id: "integer primary key",
      title: "text not null check (length(title) between 3 and 80)",
      board: "text not null",
      author: "text not null",
      created: "integer not null",
      pinned: "integer not null default 0 check (pinned in (0, 1))",
      locked: "integer not null default 0",
    },
    undefined,
    { indexes: [["board", "created desc"]], fts: ["title"] },
  ),
  posts: table(
    {
      id: "integer primary key",
      thread_id: "integer not null references threads (id) on delete cascade",
      parent_id: "integer references posts (id) on delete set null",
      author: "text not null",
      body: "text not null",
      at: "integer not null",
      edited: "integer",
      hidden: "text",
    },
    undefined,
    { indexes: [["thread_id", "at"], "author"], fts: ["body"] },
  ),
  reactions: table(
    {
      post_id: "integer not null references posts (id) on delete cascade",
      author: "text not null",
      emoji: "text not null",
      weight: "integer not null default 1",
    },
    undefined,
    { primaryKey: ["post_id", "author", "emoji"], withoutRowid: true },
  ),
  reads: table(
    {
      thread_id: "integer not null references threads (id) on delete cascade",
      reader: "text not null",
      upto: "integer not null",
    },
    undefined,
    {
      primaryKey: ["thread_id", "reader"],
    },
  ),
  audit: table({
    moderator: "text not null",
    action: "text not null",
    target: "text not null",
    at: "integer not null default 0",
  }),
};
