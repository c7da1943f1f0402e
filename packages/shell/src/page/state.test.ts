import assert from "node:assert/strict";
import { addToTray, initialState, pageTitle, shortDid, spaceName } from "./state.ts";

Deno.test("addToTray() counts a problem that comes again and keeps the newest five", () => {
  const problem = (message: string) => ({ code: "x", message });
  let tray = addToTray([], problem("a"));
  tray = addToTray(tray, problem("a"));
  assert.deepEqual(tray.map(({ count }) => count), [2]);
  for (const message of "bcdefg") tray = addToTray(tray, problem(message));
  assert.deepEqual(tray.map((entry) => entry.problem.message), [..."cdefg"]);
  assert.equal(new Set(tray.map(({ id }) => id)).size, 5);
});

Deno.test("pageTitle() is what the piece calls itself", () => {
  const state = initialState({ kind: "piece", space: "did:key:z1", piece: "p" }, "system");
  assert.equal(pageTitle(state), "Cell Fabric");
  assert.equal(pageTitle({ ...state, piece: { state: "ready", name: "Log (3)" } }), "Log (3)");
});

Deno.test("shortDid() shows how a DID begins and ends", () => {
  assert.equal(shortDid("did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5"), "z6MkiT…quG5");
  assert.equal(shortDid("did:key:zshort"), "zshort");
});

Deno.test("spaceName() is the name that patterns have for it, unless that is a piece's id", () => {
  const space = "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5";
  assert.equal(spaceName(space, undefined), "z6MkiT…quG5");
  assert.equal(spaceName(space, { home: "did:key:z1", name: "team" }), "team");
  assert.equal(spaceName(space, { home: "did:key:z1", name: "piece:abc" }), "z6MkiT…quG5");
});
