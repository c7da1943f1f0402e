import { runFixture } from "../test/run-fixture.ts";

Deno.test("wish() finds the space, tagged pieces, the profile and the time", () =>
  runFixture("wish"));
