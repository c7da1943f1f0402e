/** One writes, another reads and revises; drafts are seen by nobody else. */
import { assert, equals, multiUserTest, NAME, pattern, TESTS, UI } from "commonfabric";
import Blog from "./blog.tsx";

type Piece = ReturnType<typeof Blog>;
const setup = pattern(() => ({ blog: Blog({}) }));
const Ann = pattern<{ blog: Piece }>(({ blog }) => ({
  [TESTS]: [
    { action: blog.login, event: "Ann" },
    { action: blog.start, event: { title: "One" } },
    { action: blog.addBlock, event: { text: "intro" } },
    { action: blog.addBlock, event: { text: "todo", items: ["a", "b"] } },
    { action: blog.start, event: { title: "Two" } },
    { action: blog.up, event: { index: 1 } },
    { assertion: assert(() => blog.draftTitles.join() === "Two,One") },
    { assertion: assert(() => blog.drafts[1].blocks[1].items[1].label === "b") },
    { render: blog[UI] },
    { label: "drafted" },
    { await: "none seen" },
    { action: blog.publish, event: { index: 1 } },
    { assertion: assert(() => blog.draftTitles.join() === "Two" && blog.titles.join() === "One") },
    { assertion: assert(() => blog.log.join() === "published One") },
    { label: "published" },
    { await: "bob ticked" },
    { assertion: assert(() => blog.todo === 1) },
    { action: blog.select, event: { index: 0 } },
    { action: blog.tick, event: { block: 1, item: 1 } },
    { assertion: assert(() => blog.todo === 0) },
    { assertion: assert(() => blog.selected!.blocks[1].items.every((i) => i.done)) },
    { action: blog.like, event: { index: 0 } },
    { assertion: assert(() => blog.likesOf[0] === "One:Bob+Ann") },
    { label: "ann liked" },
    { await: "bob revised" },
    { assertion: assert(() => blog.titles.join() === "One,One (rev)") },
    {
      assertion: assert(() =>
        blog.posts[1].revisionOf!.title === "One" && equals(blog.posts[1].revisionOf, blog.posts[0])
      ),
    },
    { action: blog.select, event: { index: 1 } },
    { action: blog.republish },
    {
      assertion: assert(() => blog.titles.join() === "One (rev),One" && blog.log.at(-1) === "at 1"),
    },
    { assertion: assert(() => blog.draftTitles.join() === "Two") },
    { action: blog.discard },
    { label: "done" },
  ],
}));
const Bob = pattern<{ blog: Piece }>(({ blog }) => ({
  [TESTS]: [
    { await: "drafted" },
    {
      assertion: assert(() =>
        blog.drafts.length === 0 && blog.posts.length === 0 && blog.me === "nobody"
      ),
    },
    { label: "none seen" },
    { await: "published" },
    { action: blog.login, event: "Bob" },
    { assertion: assert(() => blog.posts[0].author === "Ann" && blog.todo === 2) },
    { action: blog.select, event: { index: 0 } },
    { action: blog.tick, event: { block: 1, item: 0 } },
    { action: blog.like, event: { index: 0 } },
    { action: blog.like, event: { index: 0 } },
    { assertion: assert(() => blog.selected!.blocks[1].items[0].done && blog.log.length === 0) },
    { label: "bob ticked" },
    { await: "ann liked" },
    { action: blog.revise, event: { index: 0 } },
    { action: blog.retitle, event: { title: "One (rev)" } },
    {
      assertion: assert(() =>
        blog.drafts[0].blocks[1].items[0].done && equals(blog.drafts[0].revisionOf, blog.posts[0])
      ),
    },
    { action: blog.publish, event: { index: 0 } },
    { assertion: assert(() => blog.likesOf.join() === "One:Bob+Ann,One (rev):") },
    { label: "bob revised" },
    { await: "done" },
    { assertion: assert(() => blog[NAME] === "Bob's blog (0 drafts, 2 posts)") },
    { render: blog[UI] },
  ],
}));
export default multiUserTest({ setup, participants: { ann: Ann, bob: Bob } });
