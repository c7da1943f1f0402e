import assert from "node:assert/strict";
import fc from "fast-check";
import { parseRoute, type Route, routePath } from "./route.ts";

Deno.test("parseRoute() inverts routePath() for any space and piece", () => {
  const part = fc.string({ minLength: 1 }).filter((text) => !/^\.{1,2}$/.test(text));
  fc.assert(fc.property(part, fc.option(part), (space, piece) => {
    const route: Route = piece === null
      ? { kind: "space", space }
      : { kind: "piece", space, piece };
    const { pathname } = new URL(routePath(route), "http://host");
    assert.deepEqual(parseRoute(pathname), route);
  }));
});

Deno.test("routePath() keeps a DID readable", () => {
  assert.equal(routePath({ kind: "space", space: "did:key:z6Mk" }), "/did:key:z6Mk");
});

Deno.test("parseRoute() takes a path that is no valid encoding as it is", () => {
  assert.deepEqual(parseRoute("/%zz"), { kind: "space", space: "%zz" });
});
