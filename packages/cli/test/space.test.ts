import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { SpaceHost } from "@cf/space";
import { readLines } from "../src/frame/read-lines.ts";
import { Workplace } from "./run-cf.ts";

const SPACE = "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp";
const OTHER = "did:key:z6MkjchhfUsD6mmvni8mCdXHw216Xrm9bQe2mBH1P5RDjVJG";

/** A workplace with a key and a store of two spaces, the first with two commits of a document. */
async function storeWithCommits(): Promise<Workplace> {
  const workplace = new Workplace();
  const { out } = await workplace.cf(["id", "new"]);
  const host = SpaceHost.open(workplace.path("store"));
  host.create(OTHER, out.trim());
  const space = host.create(SPACE, out.trim());
  const connection = space.connect({ principal: out.trim() });
  for (const local of [1, 2]) {
    connection.commit({ local, reads: [], operations: [{ op: "set", id: "of:a", value: local }] });
    await connection.settled();
  }
  await host.close();
  return workplace;
}

Deno.test("cf space ls lists spaces with commits and owners", async () => {
  await using workplace = await storeWithCommits();
  const { out, err, status } = await workplace.cf(["space", "ls", "--store", "store", "--json"]);
  assert.equal(status, 0, err);
  const spaces = JSON.parse(out) as { space: string; seq: number; owners: string[] }[];
  assert.deepEqual(spaces.map(({ space, seq }) => [space, seq]), [[SPACE, 3], [OTHER, 1]]);
  assert.match(spaces[0]!.owners[0]!, /^did:key:/);
});

Deno.test("cf space log prints the commits of the space that a part of its name means", async () => {
  await using workplace = await storeWithCommits();
  const args = ["space", "log", "--store", "store", "--space", "DooWp"];
  const people = await workplace.cf(args);
  assert.match(people.out, /^seq +time +principal +changes\n/);
  assert.match(people.out, /\n {2}3 {2}\S+Z {2}did:key:\S+ {2}set of:a\n$/);
  const json = await workplace.cf([...args, "--after", "1", "--limit", "1", "--json"]);
  assert.deepEqual(JSON.parse(json.out).map(({ seq }: { seq: number }) => seq), [2]);
});

Deno.test("cf space as-of prints a document as it was", async () => {
  await using workplace = await storeWithCommits();
  const asOf = async (...moment: string[]) => {
    const args = ["space", "as-of", "of:a", "--store", "store", "-s", SPACE, ...moment, "--json"];
    return JSON.parse((await workplace.cf(args)).out);
  };
  assert.deepEqual(await asOf("--seq", "2"), { seq: 2, value: 1 });
  assert.deepEqual(await asOf("--seq", "3"), { seq: 3, value: 2 });
  assert.deepEqual(await asOf("--time", "2000-01-01"), { seq: 0 });
});

Deno.test("cf space verify names the commit that was tampered with and exits with 1", async () => {
  await using workplace = await storeWithCommits();
  const args = ["space", "verify", "--store", "store", "-s", SPACE, "--json"];
  const whole = await workplace.cf(args);
  assert.equal(whole.status, 0, whole.err);
  const file = new DatabaseSync(workplace.path(`store/${SPACE}/space.sqlite`));
  file.exec(`UPDATE _cf_log SET record = replace(record, '"value":1', '"value":7') WHERE seq = 2`);
  file.close();
  const broken = await workplace.cf(args);
  assert.equal(broken.status, 1);
  assert.deepEqual(JSON.parse(broken.out).problems.map(({ seq }: { seq: number }) => seq), [2]);
});

Deno.test("cf space asks for the space when the store has several, and lists them", async () => {
  await using workplace = await storeWithCommits();
  const { status, err } = await workplace.cf(["space", "verify", "--store", "store"]);
  assert.equal(status, 2);
  assert.ok(err.includes(SPACE) && err.includes(OTHER), err);
});

Deno.test("cf space takes the configured space of a store that has several", async () => {
  await using workplace = await storeWithCommits();
  await Deno.mkdir(workplace.path(".cf"));
  const config = { store: "../store", space: OTHER };
  await Deno.writeTextFile(workplace.path(".cf/config.json"), JSON.stringify(config));
  const seqs = async (...args: string[]) => {
    const { out, err } = await workplace.cf(["space", "log", "--json", ...args]);
    return out === "" ? err : JSON.parse(out).map(({ seq }: { seq: number }) => seq);
  };
  assert.deepEqual(await seqs(), [1]);
  assert.deepEqual(await seqs("--space", SPACE), [1, 2, 3]);
  // A store that is named is not the one that the configuration is about.
  assert.match(await seqs("--store", "store"), /Cannot choose a space/);
});

Deno.test("cf space never makes a store, and says when another process has it open", async () => {
  await using workplace = await storeWithCommits();
  const missing = await workplace.cf(["space", "ls", "--store", "nowhere", "--json"]);
  assert.equal(JSON.parse(missing.err).error.code, "store-missing");
  await assert.rejects(Deno.stat(workplace.path("nowhere")), Deno.errors.NotFound);
  const host = SpaceHost.open(workplace.path("store"));
  const locked = await workplace.cf(["space", "ls", "--store", "store", "--json"]);
  await host.close();
  assert.equal(JSON.parse(locked.err).error.code, "store-locked");
});

Deno.test("cf space backup and restore carry a space into another store", async () => {
  await using workplace = await storeWithCommits();
  const args = ["space", "backup", "copy", "--store", "store", "-s", SPACE];
  const backup = await workplace.cf([...args, "--json"]);
  assert.equal(JSON.parse(backup.out).seq, 3, backup.err);
  await Deno.mkdir(workplace.path("other"));
  const restored = await workplace.cf(["space", "restore", "copy", "--store", "other"]);
  assert.equal(restored.out, `${SPACE}\n`, restored.err);
  assert.equal((await workplace.cf(["space", "verify", "--store", "other"])).status, 0);
  const again = await workplace.cf(["space", "restore", "copy", "--store", "other", "--json"]);
  assert.equal(JSON.parse(again.err).error.code, "space-exists");
  const replaced = await workplace.cf([
    "space",
    "restore",
    "copy",
    "--store",
    "other",
    "--replace",
  ]);
  assert.equal(replaced.status, 0, replaced.err);
});

Deno.test("cf space export prints a line of JSON for each commit", async () => {
  await using workplace = await storeWithCommits();
  const { out } = await workplace.cf(["space", "export", "--store", "store", "-s", SPACE]);
  const records = out.trim().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual(records.map(({ seq }) => seq), [1, 2, 3]);
  assert.match(records[2].hash, /^[0-9a-f]{64}$/);
  assert.deepEqual(records[2].operations, [{ op: "set", id: "of:a", value: 2, scope: "space" }]);
});

/** A served workplace with a counter and a backup of its space in `copy`. */
async function backedUp(workplace: Workplace): Promise<{ piece: string; seq: number }> {
  await workplace.cf(["new", "mine", "--template", "counter"]);
  const piece = (await workplace.cf(["piece", "new", "mine/main.tsx"])).out.trim();
  const { out } = await workplace.cf(["space", "backup", "copy", "--json"]);
  return { piece, seq: JSON.parse(out).seq };
}

Deno.test("cf space restore asks the running server, which keeps a space that sessions use", async () => {
  await using workplace = new Workplace();
  let made: { piece: string; seq: number };
  {
    await using _serving = await workplace.serve();
    made = await backedUp(workplace);
    const exists = await workplace.cf(["space", "restore", "copy", "--json"]);
    assert.equal(JSON.parse(exists.err).error.code, "space-exists");
    const watching = workplace.spawn(["watch", `${made.piece}/value`]);
    const lines = readLines(watching.stdout);
    await lines.next();
    const used = await workplace.cf(["space", "restore", "copy", "--replace", "--json"]);
    assert.equal(JSON.parse(used.err).error.code, "space-in-use");
    watching.kill("SIGTERM");
    while ((await lines.next()).done !== true);
    await Promise.all([watching.stderr.cancel(), watching.status]);
  }
  await using serving = await workplace.serve();
  const restored = await workplace.cf(["space", "restore", "copy", "--replace", "--json"]);
  const { seq } = made;
  assert.deepEqual(JSON.parse(restored.out), { space: serving.space, seq }, restored.err);
  assert.equal((await workplace.cf(["get", `${made.piece}/value`])).status, 0);
});
