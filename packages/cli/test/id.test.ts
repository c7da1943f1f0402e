import assert from "node:assert/strict";
import { Workplace } from "./run-cf.ts";

Deno.test("cf id new makes a key that only its owner can read, and id show names it", async () => {
  await using workplace = new Workplace();
  const made = await workplace.cf(["id", "new"]);
  assert.equal(made.status, 0, made.err);
  assert.match(made.out, /^did:key:z6Mk\w+\n$/);
  const path = workplace.path("config/cf/identity.json");
  assert.equal((await Deno.stat(path)).mode! & 0o777, 0o600);
  const shown = await workplace.cf(["id", "show", "--json"]);
  assert.deepEqual(JSON.parse(shown.out), { did: made.out.trim(), path });
});

Deno.test("cf id new never overwrites a key", async () => {
  await using workplace = new Workplace();
  const first = await workplace.cf(["id", "new", "--out", "ann.json"]);
  const second = await workplace.cf(["id", "new", "--out", "ann.json"]);
  assert.equal(second.status, 1);
  assert.match(second.err, /Cannot make a key: .*ann\.json holds one/);
  const shown = await workplace.cf(["id", "show"], { env: { CF_IDENTITY: "ann.json" } });
  assert.equal(shown.out, first.out);
});

Deno.test("cf id show refuses a key that others can read, and a file that is none", async () => {
  await using workplace = new Workplace();
  await workplace.cf(["id", "new", "--out", "ann.json"]);
  await Deno.chmod(workplace.path("ann.json"), 0o644);
  const exposed = await workplace.cf(["id", "show", "-i", "ann.json"]);
  assert.equal(exposed.status, 1);
  assert.match(exposed.err, /others on this machine may read it\nnext: Run `chmod 600/);
  await Deno.writeTextFile(workplace.path("no.json"), "hello", { mode: 0o600 });
  const broken = await workplace.cf(["id", "show", "-i", "no.json", "--json"]);
  assert.equal(JSON.parse(broken.err).error.code, "bad-identity");
});

Deno.test("cf takes the key from flag, environment and the nearest .cf/config.json", async () => {
  await using workplace = new Workplace();
  const dids: Record<string, string> = {};
  for (const name of ["flag", "env", "file", "own"]) {
    const out = name === "own" ? [] : ["--out", `${name}.json`];
    dids[name] = (await workplace.cf(["id", "new", ...out])).out;
  }
  const show = async (args: string[], env: Record<string, string> = {}) =>
    (await workplace.cf(["id", "show", ...args], { env })).out;
  assert.equal(await show([]), dids.own);
  await Deno.mkdir(workplace.path(".cf"));
  await Deno.writeTextFile(workplace.path(".cf/config.json"), `{ "identity": "../file.json" }`);
  assert.equal(await show([]), dids.file);
  assert.equal(await show([], { CF_IDENTITY: "env.json" }), dids.env);
  assert.equal(await show(["-i", "flag.json"], { CF_IDENTITY: "env.json" }), dids.flag);
});

Deno.test("cf names a configuration file that it cannot read", async () => {
  await using workplace = new Workplace();
  await Deno.mkdir(workplace.path(".cf"));
  await Deno.writeTextFile(workplace.path(".cf/config.json"), `{ "url": 3 }`);
  const { status, err } = await workplace.cf(["id", "show"]);
  assert.equal(status, 1);
  assert.match(err, /Cannot read .*\.cf\/config\.json/);
});
