import assert from "node:assert/strict";
import { findingsOf } from "../testing/findings-of.ts";
import { hostNames } from "./host-names.ts";

const SCHEME = "https:" + "//";

Deno.test("hostNames takes documentation hosts, loopback and templates", () => {
  const text = ["example.com/a", "api.example.com", "weather.test/x?y", "127.0.0.1:80", "${host}/a"]
    .map((rest) => SCHEME + rest).join("\n");
  assert.deepEqual(findingsOf(hostNames, { "a.ts": text }), []);
});

Deno.test("hostNames finds other hosts, in the lock file too, and user info does not hide them", () => {
  const files = {
    "deno.lock": `{\n"tarball": "${SCHEME}packages.corp/a.tgz" }`,
    "a.ts": `${SCHEME}user@packages.corp/`,
  };
  assert.deepEqual(findingsOf(hostNames, files), [
    "a.ts:1 names the host packages.corp",
    "deno.lock:2 names the host packages.corp",
  ]);
});

Deno.test("hostNames finds paths of one machine", () => {
  const path = ["", "home", "eve", "x"].join("/");
  assert.deepEqual(findingsOf(hostNames, { "a.ts": `open("${path}")` }), [
    `a.ts:1 names ${path.slice(0, -2)}, a path of one machine`,
  ]);
});
