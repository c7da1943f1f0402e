import { runFixture } from "./test/run-fixture.ts";

Deno.test("fetchJson, fetchText and fetchBinary give states that follow their requests", () =>
  runFixture("fetch"));
