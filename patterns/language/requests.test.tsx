import { assert, pattern, TESTS } from "commonfabric";
import Requests from "./requests.tsx";

export const fetchMocks = [
  { urlIncludes: "emma.json", body: { title: "Emma", pages: 474 }, delayMs: 5 },
  { urlIncludes: "wrong.json", body: { title: 1 } },
  { urlIncludes: "lost.json", status: 404, body: "no such book" },
  { urlIncludes: "page.md", contentType: "text/markdown", body: "# One" },
  { urlIncludes: "cover.png", contentType: "image/png", base64Body: "AQID" },
  {
    urlIncludes: "ticks",
    contentType: "text/event-stream",
    body: 'data: {"n":1}\n\ndata: {"n":2}\n\n',
  },
  { urlIncludes: "loose.json", body: [1, { a: true }] },
];

export default pattern(() => {
  const it = Requests({});
  return {
    [TESTS]: [
      // No address and no prompt are no request.
      { assertion: assert(() => it.waiting === false && it.text === undefined) },
      { assertion: assert(() => it.models === "idle,idle,idle") },
      { settle: true },
      { assertion: assert(() => it.title === "Emma" && it.busy === false) },
      { assertion: assert(() => it.mediaType === "image/png" && it.latest === 2) },
      { assertion: assert(() => JSON.stringify(it.anything) === '[1,{"a":true}]') },
      // An answer of another shape is an error that says what is wrong.
      { action: it.open, event: "wrong" },
      { settle: true },
      { assertion: assert(() => /pages|title/.test(it.failed) && it.title === "none") },
      { action: it.open, event: "lost" },
      { settle: true },
      { assertion: assert(() => it.failed.includes("404")) },
      { action: it.open, event: "emma" },
      { settle: true },
      { assertion: assert(() => it.failed === "" && it.title === "Emma") },
      { action: it.read },
      { settle: true },
      { assertion: assert(() => it.text === "# One") },
      // Without a provider a model fails at once; it never hangs.
      { action: it.ask, event: "What happens?" },
      { settle: true },
      { assertion: assert(() => it.models === "failed,failed,failed") },
    ],
  };
});
