import { action, assert, NAME, pattern, TESTS, UI } from "commonfabric";
import Importer, { DEFAULT_SETTINGS } from "./user-import.tsx";
export const fetchMocks = [
  {
    urlIncludes: "/users/1",
    body: { id: 1, name: "Ann Lee", email: "a@x", company: { name: "Acme" } },
    delayMs: 3,
  },
  { urlIncludes: "/users/2", body: { id: 2, name: "Bo", email: "b@x" } },
  { urlIncludes: "/users/3", status: 404, body: { message: "no such user" } },
  { urlIncludes: "/users/4", body: { id: "four", name: 4 } },
  {
    urlIncludes: "user=1&_page=1",
    body: [{ id: 10, userId: 1, title: "one", body: "a b c" }, {
      id: 11,
      userId: 1,
      title: "two",
      body: "d",
    }],
  },
  { urlIncludes: "user=1&_page=2", body: [{ id: 12, userId: 1, title: "three", body: "e f" }] },
  { urlIncludes: "user=2", body: [] },
  { urlIncludes: "/readme", contentType: "text/plain", body: "# Hello" },
];
const els = (x: any, name: string): any[] =>
  !x || typeof x !== "object"
    ? []
    : Array.isArray(x)
    ? x.flatMap((c) => els(c, name))
    : [...(x.name === name ? [x] : []), ...els(x.children, name)];
const text = (x: any): string =>
  x == null || typeof x === "boolean"
    ? ""
    : Array.isArray(x)
    ? x.map(text).join("")
    : typeof x === "object"
    ? text(x.children)
    : String(x);
export default pattern(() => {
  const imp = Importer({ token: "t" });
  return {
    [TESTS]: [
      {
        assertion: assert(() =>
          imp.status === "idle" && imp[NAME] === "Importer (idle)" && imp.posts.length === 0 &&
          DEFAULT_SETTINGS.page === 1
        ),
      },
      { settle: true },
      { assertion: assert(() => imp.readme === "# Hello") },
      { action: imp.load, event: { userId: 1 } },
      { settle: true },
      {
        assertion: assert(() =>
          imp.status === "ready" && imp.summary === "Ann Lee @ Acme: 2 posts"
        ),
      },
      {
        assertion: assert(() =>
          els(imp[UI], "li").map(text).join() === "ONE 5,TWO 1" &&
          text(els(imp[UI], "h3")) === "AL" && imp.pairs === 1
        ),
      },
      { action: imp.save },
      {
        assertion: assert(() =>
          imp.saved.map((r) => `${r.title}:${r.words}`).join() === "one:3,two:1" &&
          imp.log.join() === "load 1,saved 2"
        ),
      },
      { action: imp.nextPage },
      { settle: true },
      { assertion: assert(() => imp.posts.map((p) => p.id).join() === "12") },
      { action: action(() => imp.save.send()) },
      { assertion: assert(() => imp.saved.length === 3 && els(imp[UI], "tr").length === 3) },
      { action: imp.load, event: { userId: 2 } },
      { settle: true },
      { assertion: assert(() => imp.summary === "Bo @ home: 0 posts" && imp.status === "ready") },
      { action: imp.load, event: { userId: 3 } },
      { settle: true },
      {
        assertion: assert(() =>
          imp.status === "error" && imp.error.length > 0 && els(imp[UI], "p").length === 1
        ),
      },
      { action: imp.load, event: { userId: 4 } },
      { settle: true },
      { assertion: assert(() => imp.status === "error") },
      { action: imp.stop },
      { assertion: assert(() => imp.status === "idle") },
      { render: imp[UI] },
    ],
  };
});
