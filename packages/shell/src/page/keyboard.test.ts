import assert from "node:assert/strict";
import { ShortcutReader, SHORTCUTS } from "./keyboard.ts";

function pressed(keys: string): (string | undefined)[] {
  const reader = new ShortcutReader();
  return [...keys].map((key) => reader.press(key)?.keys.join(""));
}

Deno.test("ShortcutReader recognizes keys pressed one after the other", () => {
  assert.deepEqual(pressed("gh"), [undefined, "gh"]);
  assert.deepEqual(pressed("?t"), ["?", "t"]);
});

Deno.test("ShortcutReader begins anew after a key that leads nowhere", () => {
  assert.deepEqual(pressed("gxgp"), [undefined, undefined, undefined, "gp"]);
  assert.deepEqual(pressed("ggh"), [undefined, undefined, "gh"]);
  assert.deepEqual(pressed("gt"), [undefined, "t"]);
});

Deno.test("no shortcut begins with another, so that each can be reached", () => {
  for (const { keys } of SHORTCUTS) {
    const reader = new ShortcutReader();
    const found = keys.map((key) => reader.press(key));
    assert.deepEqual(found.at(-1)?.keys, keys);
    assert.ok(found.slice(0, -1).every((one) => one === undefined), keys.join(" "));
  }
});
