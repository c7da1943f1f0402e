import assert from "node:assert/strict";
import { Workplace } from "./run-cf.ts";

Deno.test("cf doctor says what is wrong and what to do, and passes when all is well", async () => {
  await using workplace = new Workplace();
  const before = await workplace.cf(["doctor", "--json"]);
  assert.equal(before.status, 1);
  const failed = JSON.parse(before.out).filter(({ ok }: { ok: boolean }) => !ok);
  assert.deepEqual(failed.map(({ name }: { name: string }) => name), ["key", "server"]);
  assert.match(failed[0].fix, /cf id new/);
  await using _serving = await workplace.serve();
  const after = await workplace.cf(["doctor"]);
  assert.equal(after.status, 0, after.out);
  assert.match(after.out, /ok +space +did:key:\S+: you may own/);
});

Deno.test("cf top shows the operator what the server does, and nobody else", async () => {
  await using workplace = new Workplace();
  await using _serving = await workplace.serve();
  const seen = await workplace.cf(["top", "--once"]);
  assert.equal(seen.status, 0, seen.err);
  assert.match(seen.out, /\nmemory +[\d.]+ MB/);
  await workplace.cf(["id", "new", "--out", "ann.json"]);
  assert.equal((await workplace.cf(["top", "--once", "-i", "ann.json"])).status, 4);
});
