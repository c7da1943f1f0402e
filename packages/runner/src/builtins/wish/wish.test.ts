import { runFixture } from "../test/run-fixture.ts";

Deno.test("wish() finds the space, tagged pieces, the profile and the time", () =>
  runFixture("wish"));

Deno.test("wish() looks in spaces by their names, and finds what one of several has", () =>
  runFixture("wish-elsewhere"));
