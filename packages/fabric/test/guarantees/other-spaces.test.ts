/** Pieces in other spaces of one store: found again after a restart, and what they cannot do. */

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createIdentity, namedSpaceId } from "@cf/protocol";
import { runPattern, Runtime } from "@cf/runner";
import { SpaceHost } from "@cf/space";
import { compileSource } from "../../src/compile.ts";
import { openFabric } from "../../src/fabric.ts";

const PROGRAM = `
import { action, computed, Default, getPatternEnvironment, pattern, Stream, Writable } from "commonfabric";
interface Note { text: string; uses: number; use: Stream<void>; space?: string }
const Note = pattern<{ text: Writable<string | Default<"">>; tally?: Writable<number> }, Note>(({ text, tally }) => {
  const uses = new Writable(0);
  return {
    text,
    uses,
    use: action(() => { uses.increment(); tally?.increment(); }),
    space: getPatternEnvironment().spaceDid,
  };
});
interface Output { shared: Note; own: Note; mixed: Note; made: Note[]; total: number; make: Stream<string>; tally: number; misplace: Stream<void>; kept: string[]; keep: Stream<string> }
export default pattern<{ made: Writable<Note[] | Default<[]>>; team?: string }, Output>(({ made, team }) => {
  const tally = new Writable(0);
  const kept = new Writable<Writable<string>[]>([]);
  const shared = Note.inSpace("notes")({ text: "shared" });
  return {
    shared,
    own: Note.inSpace()({ text: "own" }),
    mixed: Note.inSpace("notes")({ text: "mixed", tally }),
    made,
    total: computed(() => made.get().reduce((sum, note) => sum + note.uses, 0)),
    make: action((text: string) => made.push(Note.inSpace(shared)({ text }))),
    tally,
    kept: computed(() => kept.get().map((cell) => cell.get())),
    keep: action((text: string) => kept.push(new Writable(text).inSpace("notes"))),
    misplace: action(() => made.push(Note.inSpace(5 as never)({ text: "nowhere" }))),
  };
});
`;

Deno.test("pieces in other spaces are found again after a restart", async () => {
  const folder = mkdtempSync(join(tmpdir(), "cf-other-spaces-"));
  const file = join(folder, "main.tsx");
  writeFileSync(file, PROGRAM);
  const identity = await createIdentity();
  const open = () => openFabric({ store: join(folder, "store"), identity });
  try {
    const first = await open();
    const piece = await first.run(file);
    await piece.send("shared.use");
    await piece.send("own.use");
    await piece.send("make", "made");
    await piece.send("made.0.use");
    assert.equal(await piece.get("total"), 1);
    const space = await piece.get("shared.space");
    assert.equal(space, namedSpaceId(first.space, "notes"));
    assert.equal(await piece.get("made.0.space"), space);
    await piece.send("keep", "kept elsewhere");
    assert.deepEqual(await piece.get("kept"), ["kept elsewhere"]);
    await first.close();

    const second = await open();
    assert.equal(second.space, first.space, "the space that names is opened, not a named one");
    const again = second.piece(piece.id);
    const read = async (path: string) => await again.get(path);
    assert.deepEqual(
      [await read("shared.uses"), await read("own.uses"), await read("made.0.uses")],
      [1, 1, 1],
    );
    await again.send("made.0.use");
    assert.equal(await again.get("total"), 2);
    assert.deepEqual(await read("kept"), ["kept elsewhere"]);
    await second.close();

    const host = SpaceHost.open(join(folder, "store"));
    assert.equal(host.list().length, 3);
    const named = host.get(String(space));
    assert.deepEqual(named.named, { home: first.space, name: "notes" });
    assert.deepEqual(named.access.list(), [{ principal: identity.did, capability: "own" }]);
    await host.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

Deno.test("a handler that would write to two spaces, or place a piece nowhere, says why", async () => {
  const folder = mkdtempSync(join(tmpdir(), "cf-other-spaces-"));
  const file = join(folder, "main.tsx");
  writeFileSync(file, PROGRAM);
  const fabric = await openFabric({ store: ":memory:", onError: () => {}, onFinding: () => {} });
  try {
    const piece = await fabric.run(file);
    await assert.rejects(piece.send("mixed.use"), { code: "two-spaces" });
    assert.deepEqual([await piece.get("mixed.uses"), await piece.get("tally")], [0, 0]);
    await assert.rejects(piece.send("misplace"), {
      code: "bad-space",
      message: /inSpace\(\) takes the DID or the name of a space/,
    });
  } finally {
    await fabric.close();
    rmSync(folder, { recursive: true });
  }
});

Deno.test("a host with one space says that it has no other", async () => {
  const ready = compileSource({ main: "/main.tsx", files: { "/main.tsx": PROGRAM } }, "main.tsx");
  const host = SpaceHost.open(":memory:");
  const { did } = await createIdentity();
  const space = host.create((await createIdentity()).did, did);
  const runtime = new Runtime({ connection: space.connect({ principal: did }), onError: () => {} });
  const { exports } = runtime.programs.load(ready.program);
  const piece = runPattern(runtime, exports["/main.tsx"]!.default);
  await assert.rejects(piece.send("shared.use"), {
    code: "unknown-space",
    message: "Cannot open space 'notes': this host has one space",
  });
  await runtime.dispose();
  await host.close();
});

Deno.test("whoever may use a space may use those that it names, and nobody else", async () => {
  const host = SpaceHost.open(":memory:");
  const [owner, friend, stranger, home] = await Promise.all(
    [0, 1, 2, 3].map(async () => (await createIdentity()).did),
  );
  const space = host.create(home!, owner!);
  const named = { home: home!, name: "team" };
  const id = namedSpaceId(home!, "team");
  assert.throws(() => host.open(id, { principal: friend!, named }), { code: "not-allowed" });
  assert.throws(() => host.open(owner!, { principal: owner!, named }), { code: "bad-space-id" });
  host.open(id, { principal: owner!, named });
  assert.throws(() => host.open(id, { principal: friend! }).connect({ principal: friend! }), {
    code: "not-allowed",
  });
  await space.access.set(owner!, friend!, "write");
  host.open(id, { principal: friend! }).connect({ principal: friend! });
  assert.throws(() => host.open(id, { principal: stranger! }).connect({ principal: stranger! }), {
    code: "not-allowed",
  });
  // A name that somebody wrote into a space of another name is none.
  const connection = space.connect({ principal: friend! });
  const value = { home: friend!, name: "team" };
  connection.commit({ local: 1, reads: [], operations: [{ op: "set", id: "space:named", value }] });
  await connection.settled();
  assert.equal(space.named, undefined);
  await host.close();
});
