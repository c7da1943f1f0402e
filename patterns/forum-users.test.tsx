/** Three at once: what is each one's own, and what all see. */
import { assert, multiUserTest, pattern, TESTS, UI } from "commonfabric";
import Forum from "./forum.tsx";
type Piece = ReturnType<typeof Forum>;
const setup = pattern(() => ({ forum: Forum({ boards: ["main"] }) }));
const Ann = pattern<{ forum: Piece }>(({ forum }) => ({
  [TESTS]: [
    { action: forum.login, event: { name: "Ann", role: "moderator" } },
    { action: forum.create, event: { board: "main", title: "Launch", body: "Today", at: 100 } },
    { action: forum.open, event: { thread: 1 } },
    { action: forum.thread!.composer.type, event: "half a sente" },
    { label: "started" },
    { await: "bob wrote" },
    {
      assertion: assert(() =>
        forum.unreadTotal === 2 && forum.inbox.unread === 1 &&
        forum.lines.join() === "Launch [3, 2 new]"
      ),
    },
    {
      assertion: assert(() =>
        forum.thread!.composer.text === "half a sente" && Object.keys(forum.drafts).length === 1
      ),
    },
    { action: forum.thread!.markRead },
    { assertion: assert(() => forum.unreadTotal === 0 && forum.lines.join() === "Launch [3]") },
    { action: forum.thread!.react, event: { post: 2, emoji: "+" } },
    { label: "ann reacted" },
    { await: "cid reacted" },
    { assertion: assert(() => forum.thread!.reactions.join("|") === "|+2*|") },
    { action: forum.moderate, event: { type: "lock", thread: 1 } },
    { action: forum.moderate, event: { type: "ban", name: "Cid" } },
    { label: "locked" },
    {
      assertion: assert(() =>
        forum.top.map((t) => `${t.author}${t.received}`).join() === "Bob2,Ann0"
      ),
    },
    { render: forum[UI] },
  ],
}));
const Bob = pattern<{ forum: Piece }>(({ forum }) => ({
  allowRuntimeErrors: true,
  [TESTS]: [
    { await: "started" },
    {
      assertion: assert(() =>
        forum.thread === undefined && forum.me.name === "anonymous" &&
        forum.boards.join() === "main"
      ),
    },
    { action: forum.login, event: { name: "Bob" } },
    { assertion: assert(() => forum.unreadTotal === 1 && Object.keys(forum.drafts).length === 0) },
    { action: forum.open, event: { thread: 1 } },
    { action: forum.thread!.composer.type, event: "Great, @ann!" },
    { action: forum.thread!.composer.send, event: { at: 200 } },
    { action: forum.thread!.reply, event: { body: "And @cid?", parent: 2, at: 210 } },
    {
      assertion: assert(() =>
        forum.thread!.outline.join() === "Ann:Today,Bob:Great, @ann!,-Bob:And @cid?" &&
        forum.unreadTotal === 0
      ),
    },
    { label: "bob wrote" },
    { await: "locked" },
    { action: forum.thread!.reply, event: { body: "too late", at: 300 } },
    {
      assertion: assert(() =>
        forum.thread!.locked && forum.thread!.outline.length === 3 && forum.inbox.unread === 0
      ),
    },
  ],
}));
const Cid = pattern<{ forum: Piece }>(({ forum }) => ({
  allowRuntimeErrors: true,
  [TESTS]: [
    { await: "bob wrote" },
    { action: forum.login, event: { name: "Cid" } },
    {
      assertion: assert(() =>
        forum.inbox.lines.join() === "!mention by Bob in 1" && forum.unreadTotal === 3
      ),
    },
    { action: forum.inbox.open, event: { id: "1/2/cid" } },
    { assertion: assert(() => forum.thread!["$NAME"] === "Launch" && forum.inbox.unread === 0) },
    { await: "ann reacted" },
    { action: forum.thread!.react, event: { post: 2, emoji: "+" } },
    { label: "cid reacted" },
    { await: "locked" },
    { action: forum.create, event: { board: "main", title: "Unfair", body: "x", at: 400 } },
    { assertion: assert(() => forum.total === 1) },
  ],
}));
export default multiUserTest({ setup, participants: { Ann, Bob, Cid } });
