/** Threads, replies, unread counts, reactions, moderation and search, by several who take turns. */
import { assert, pattern, TESTS, UI } from "commonfabric";
import Forum from "./forum.tsx";
import { ellipsis, matchQuery, mentions, plain, segments, validateThread } from "./forum/text.ts";

const D = 86_400;
export default pattern(() => {
  const forum = Forum({});
  return {
    allowRuntimeErrors: true,
    [TESTS]: [
      {
        assertion: assert(() =>
          segments("hi @bob, see `x@y` and **bold** [here](https://example.com) mail@bob").map((
            s,
          ) => s.type).join() === "text,mention,text,code,text,strong,text,link,text"
        ),
      },
      {
        assertion: assert(() =>
          mentions("@Ann @ann @bob-2 x@cid").join() === "ann,bob-2" &&
          plain("**a** `b` @cc") === "a b @cc"
        ),
      },
      {
        assertion: assert(() =>
          ellipsis("abcdef", 4) === "abc…" && ellipsis("abc", 3) === "abc" &&
          matchQuery('foo "a b" -x') === '"foo"* AND "a b"'
        ),
      },
      {
        assertion: assert(() => {
          const v = validateThread({ title: " x ", body: "" });
          return !v.valid && v.errors.title === "too short" && v.errors.body === "empty";
        }),
      },
      // Empty.
      {
        assertion: assert(() =>
          forum.boards.join() === "general,help" && forum.total === 0 && forum.pages === 1 &&
          forum.thread === undefined && forum["$NAME"] === "Forum of anonymous (0)"
        ),
      },
      { render: forum[UI] },
      { action: forum.login, event: { name: "Ann" } },
      { action: forum.create, event: { board: "general", title: "x", body: "", at: 0 } },
      {
        assertion: assert(() =>
          forum.errors.title === "too short" && forum.errors.body === "empty" && forum.total === 0
        ),
      },
      {
        action: forum.create,
        event: { board: "general", title: " Hello world ", body: "Welcome **all** of you", at: D },
      },
      {
        assertion: assert(() =>
          Object.keys(forum.errors).length === 0 && forum.lines.join() === "Hello world [1]" &&
          forum.unreadTotal === 0
        ),
      },
      {
        action: forum.create,
        event: { board: "help", title: "How to cook", body: "Does anybody know?", at: D + 10 },
      },
      {
        action: forum.create,
        event: { board: "general", title: "Third thread", body: "third", at: D + 20 },
      },
      {
        action: forum.create,
        event: { board: "general", title: "Fourth", body: "four", at: D + 30 },
      },
      {
        assertion: assert(() =>
          forum.lines.join() === "Fourth [1],Third thread [1],How to cook [1]" &&
          forum.pages === 2 && forum.total === 4
        ),
      },
      { action: forum.page, event: 5 },
      { assertion: assert(() => forum.lines.join() === "Hello world [1]") },
      { action: forum.board, event: "help" },
      {
        assertion: assert(() =>
          forum.lines.join() === "How to cook [1]" && forum.total === 1 && forum.pages === 1
        ),
      },
      { action: forum.board, event: null },
      {
        assertion: assert(() =>
          forum.latest === "Ann: four" &&
          forum.activity.map((a) => `${a.day}:${a.n}:${a.change}`).join() === "1970-01-02:4:null"
        ),
      },
      // A thread.
      { action: forum.open, event: { thread: 1 } },
      {
        assertion: assert(() =>
          forum.thread!["$NAME"] === "Hello world" &&
          forum.thread!.outline.join() === "Ann:Welcome **all** of you" &&
          forum.thread!.composer.placeholder === "Reply as Ann"
        ),
      },
      { action: forum.login, event: { name: "bob" } },
      {
        assertion: assert(() =>
          forum.unreadTotal === 4 && forum.thread!.composer.placeholder === "Reply as bob" &&
          forum.lines[0] === "Fourth [1, 1 new]"
        ),
      },
      { action: forum.thread!.composer.type, event: "Thanks @Ann and @cid" },
      {
        assertion: assert(() =>
          forum.thread!.composer.left === 480 &&
          forum.thread!.composer.mentioned.join() === "ann,cid" &&
          forum.thread!.composer.preview === "Thanks @Ann and @cid"
        ),
      },
      { action: forum.open, event: { thread: 2 } },
      {
        assertion: assert(() =>
          forum.thread!.composer.text === "" && forum.thread!["$NAME"] === "How to cook"
        ),
      },
      { action: forum.thread!.composer.type, event: "Boil it" },
      { assertion: assert(() => Object.keys(forum.drafts).join() === "thread-1,thread-2") },
      { action: forum.open, event: { thread: 1 } },
      { assertion: assert(() => forum.thread!.composer.text === "Thanks @Ann and @cid") },
      { action: forum.thread!.composer.send, event: { at: D + 40, parent: 1 } },
      {
        assertion: assert(() =>
          forum.thread!.outline.join() === "Ann:Welcome **all** of you,-bob:Thanks @Ann and @cid" &&
          forum.thread!.composer.text === ""
        ),
      },
      {
        assertion: assert(() =>
          forum.unreadTotal === 3 && forum.lines[0] === "Hello world [2]" &&
          forum.drafts["thread-2"] === "Boil it"
        ),
      },
      // Inbox.
      { assertion: assert(() => forum.inbox.unread === 0) },
      { action: forum.login, event: { name: "Ann" } },
      {
        assertion: assert(() =>
          forum.inbox.unread === 1 && forum.inbox.lines.join() === "!mention by bob in 1" &&
          forum.inbox["$NAME"] === "Inbox (1)" && forum.unreadTotal === 1
        ),
      },
      { action: forum.thread!.markRead },
      { action: forum.inbox.readAll },
      {
        assertion: assert(() =>
          forum.unreadTotal === 0 && forum.inbox.lines.join() === "mention by bob in 1" &&
          forum.inbox["$NAME"] === "Inbox"
        ),
      },
      { action: forum.thread!.reply, event: { body: "You are welcome", parent: 5, at: D + 50 } },
      { action: forum.login, event: { name: "bob" } },
      {
        assertion: assert(() =>
          forum.inbox.lines.join() === "!reply by Ann in 1" && forum.unreadTotal === 4
        ),
      },
      { action: forum.prefer, event: { notify: ["mention"] } },
      { assertion: assert(() => forum.inbox.unread === 0 && forum.me.settings.perPage === 3) },
      { action: forum.prefer, event: { notify: ["reply", "mention"], perPage: 2 } },
      {
        assertion: assert(() =>
          forum.inbox.unread === 1 && forum.lines.length === 2 && forum.pages === 2
        ),
      },
      { action: forum.inbox.open, event: { id: forum.inbox.lines.length ? "1/2/bob" : "none" } },
      { assertion: assert(() => forum.inbox.unread === 0) },
      // Reactions by upsert.
      { action: forum.thread!.react, event: { post: 1, emoji: "♥" } },
      { action: forum.thread!.react, event: { post: 1, emoji: "☺" } },
      { action: forum.thread!.react, event: { post: 6, emoji: "♥" } },
      { assertion: assert(() => forum.thread!.reactions.join("|") === "☺1* ♥1*||♥1*") },
      { action: forum.thread!.react, event: { post: 1, emoji: "☺" } },
      { assertion: assert(() => forum.thread!.reactions.join("|") === "♥1*||♥1*") },
      { action: forum.login, event: { name: "cid" } },
      { action: forum.thread!.react, event: { post: 1, emoji: "♥" } },
      { action: forum.thread!.react, event: { post: 5, emoji: "!" } },
      { assertion: assert(() => forum.thread!.reactions.join("|") === "♥2*|!1*|♥1") },
      {
        assertion: assert(() =>
          forum.top.map((t) => `${t.rank}${t.author}${t.posts}:${t.received}`).join() ===
            "1Ann5:3,2bob1:1"
        ),
      },
      { action: forum.order, event: "top" },
      {
        assertion: assert(() =>
          forum.threads[0].score === 4 && forum.threads[0].title === "Hello world"
        ),
      },
      { assertion: assert(() => forum.inbox.unread === 1) },
      // Rights.
      { action: forum.thread!.edit, event: { post: 1, body: "hacked", at: 1 } },
      { action: forum.thread!.remove, event: { post: 1 } },
      { action: forum.moderate, event: { type: "pin", thread: 3 } },
      {
        assertion: assert(() =>
          forum.thread!.outline[0] === "Ann:Welcome **all** of you" && forum.audit.length === 0 &&
          forum.threads.every((t) => !t.pinned)
        ),
      },
      { action: forum.login, event: { name: "Mod", role: "moderator" } },
      { action: forum.moderate, event: { type: "pin", thread: 3 } },
      { action: forum.order, event: "latest" },
      {
        assertion: assert(() =>
          forum.lines[0] === "^Third thread [1, 1 new]" && forum.audit.join() === "Mod pin 3"
        ),
      },
      { action: forum.moderate, event: { type: "lock", thread: 1 } },
      { action: forum.moderate, event: { type: "hide", post: 5, reason: "spam" } },
      {
        assertion: assert(() =>
          forum.thread!.locked &&
          forum.thread!.outline.join() ===
            "Ann:Welcome **all** of you,-bob:(hidden),--Ann:You are welcome"
        ),
      },
      { action: forum.login, event: { name: "bob" } },
      { action: forum.thread!.reply, event: { body: "but" } },
      {
        assertion: assert(() =>
          forum.thread!.outline.length === 3 && forum.thread!.composer.text === ""
        ),
      },
      { action: forum.login, event: { name: "Mod", role: "moderator" } },
      { action: forum.moderate, event: { type: "restore", post: 5 } },
      { action: forum.moderate, event: { type: "unlock", thread: 1 } },
      { action: forum.moderate, event: { type: "move", thread: 1, board: "help" } },
      { action: forum.moderate, event: { type: "ban", name: "bob" } },
      {
        assertion: assert(() =>
          forum.audit.slice(3).join() ===
            "Mod restore 5,Mod unlock 1,Mod move 1→help,Mod ban bob" &&
          forum.thread!.outline[1] === "-bob:(hidden)"
        ),
      },
      { action: forum.login, event: { name: "bob" } },
      {
        action: forum.create,
        event: { board: "general", title: "Let me in", body: "please", at: 1 },
      },
      { assertion: assert(() => forum.total === 4 && forum.top.length === 1) },
      { action: forum.login, event: { name: "Mod", role: "moderator" } },
      { action: forum.moderate, event: { type: "unban", name: "bob" } },
      {
        assertion: assert(() =>
          forum.thread!.outline[1] === "-bob:Thanks @Ann and @cid" && forum.top.length === 2
        ),
      },
      { action: forum.thread!.remove, event: { post: 5 } },
      {
        assertion: assert(() =>
          forum.thread!.outline.join() === "Ann:Welcome **all** of you,Ann:You are welcome" &&
          forum.thread!.participants.map((p) => p.author + p.n).join() === "Ann2"
        ),
      },
      { action: forum.login, event: { name: "Ann" } },
      {
        action: forum.thread!.edit,
        event: { post: 1, body: "Welcome to the **new** forum", at: D * 3 },
      },
      // Search.
      { action: forum.search, event: "wel for" },
      {
        assertion: assert(() =>
          forum.hits.map((h) => h.thread + h.title + h.snippet).join() ===
            "1Hello world[Welcome] to the **new** [forum]"
        ),
      },
      { action: forum.search, event: '"you are" -x' },
      {
        assertion: assert(() =>
          forum.hits.length === 1 && forum.hits[0].snippet === "[You] [are] welcome" ||
          forum.hits[0]?.snippet === "[You are] welcome"
        ),
      },
      { render: forum[UI] },
      { action: forum.search, event: "" },
      { assertion: assert(() => forum.hits.length === 0) },
      { action: forum.addBoard, event: "off topic" },
      { action: forum.addBoard, event: "help" },
      { assertion: assert(() => forum.boards.join() === "general,help,off topic") },
      // Much of it.
      { action: forum.seed, event: { threads: 100, posts: 20 } },
      {
        assertion: assert(() =>
          forum.total === 104 && forum.pages === 52 && forum.unreadTotal === 2000
        ),
      },
      { action: forum.page, event: 34 },
      {
        assertion: assert(() =>
          forum.threads.length === 2 && forum.threads.every((t) => t.unread === 20)
        ),
      },
      { action: forum.search, event: "topic12" },
      { assertion: assert(() => forum.hits.length === 10) },
      { action: forum.search, event: "" },
      { action: forum.open, event: { thread: 1050 } },
      {
        assertion: assert(() =>
          forum.thread!.outline.length === 20 &&
          forum.thread!.participants.reduce((a, p) => a + p.n, 0) === 20
        ),
      },
      { action: forum.thread!.markRead },
      { assertion: assert(() => forum.unreadTotal === 1980) },
      { action: forum.open, event: { thread: null } },
      { assertion: assert(() => forum.thread === undefined) },
      { render: forum[UI] },
    ],
  };
});
