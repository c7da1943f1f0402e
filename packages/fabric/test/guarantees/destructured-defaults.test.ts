/** The default of a destructured input is a place that can be written, whoever made the piece. */

import assert from "node:assert/strict";
import { openStage } from "./stage.ts";

const PARTS = `
import { type Cell, Default, handler, pattern, str, Writable } from "commonfabric";
const set = handler<{ to: unknown }, { v: Cell<any> }>(({ to }, { v }) => { v.set(to); });
const inc = handler<void, { v: Cell<number> }>((_, { v }) => { v.increment(1); });
const tag = handler<string, { tags: Cell<string[]> }>((t, { tags }) => { tags.push(t); });
const Part = pattern<{ open?: boolean; n?: number; tags?: string[]; name?: string }>(({ open = false, n = 3, tags = ["t"], name = "anon" }) => ({
  text: str\`\${open} \${n} \${tags} \${name}\`, open: set({ v: open as any }), inc: inc({ v: n as any }), tag: tag({ tags: tags as any }), name: set({ v: name as any }),
}));
const Nested = pattern<{ config?: { a?: number; b?: { c?: string; d?: number[] } } }>(({ config: { a = 1, b: { c = "x", d = [7] } = {} } = {} }) => ({
  text: str\`\${a} \${c} \${d}\`, a: set({ v: a as any }), c: set({ v: c as any }), d: set({ v: d as any }),
}));
const Inner = pattern<{ title?: string }>(({ title = "inner" }) => ({ text: str\`\${title}\`, title: set({ v: title as any }) }));
const Outer = pattern<{ title?: string }>(({ title = "outer" }) => ({ title, inner: Inner({ title }) }));
const spawn = handler<void, { parts: Cell<any[]> }>((_, { parts }) => { parts.push(Part({})); });
export default pattern<{ t?: string; some?: { c?: string } }>(({ t, some }) => {
  const parts = new Writable<any[]>([]);
  return {
    t, some, parts, spawn: spawn({ parts }), none: Part({}), given: Part({ n: 10, name: "B" }), named: Part({ name: t as any }),
    empty: Nested({}), partly: Nested({ config: { b: { d: [1] } } }), led: Nested({ config: { b: some as any } }),
    outer: Outer({}), led2: Outer({ title: t as any }),
  };
});`;

Deno.test("a destructured input that was not given is written like one that was", async () => {
  const stage = await openStage(PARTS);
  const { piece } = stage;
  const after = async (stream: string, event?: unknown) => {
    await piece.send(stream, event);
    return await piece.get(stream.replace(/[^.]*$/, "text"));
  };
  try {
    await piece.send("spawn");
    for (const part of ["none", "parts.0"]) {
      assert.equal(await piece.get(`${part}.text`), "false 3 t anon");
      assert.equal(await after(`${part}.open`, { to: true }), "true 3 t anon");
      assert.equal(await after(`${part}.inc`), "true 4 t anon");
      assert.equal(await after(`${part}.tag`, "u"), "true 4 t,u anon");
      assert.equal(await after(`${part}.name`, { to: "A" }), "true 4 t,u A");
    }
    assert.equal(await after("given.inc"), "false 11 t B");
    assert.equal(await after("given.open", { to: true }), "true 11 t B");
    assert.deepEqual(stage.errors, []);
  } finally {
    await stage.close();
  }
});

Deno.test("a destructured input that another names is written there", async () => {
  const stage = await openStage(PARTS);
  const { piece } = stage;
  try {
    assert.equal(await piece.get("led2.inner.text"), "outer");
    await piece.send("named.name", { to: "T" });
    assert.equal(await piece.get("t"), "T");
    assert.equal(await piece.get("led2.inner.text"), "T");
    await piece.send("led2.inner.title", { to: "I" });
    assert.equal(await piece.get("t"), "I");
    assert.equal(await piece.get("named.text"), "false 3 t I");
    await piece.send("outer.inner.title", { to: "O" });
    assert.equal(await piece.get("outer.title"), "O");
    assert.deepEqual(stage.errors, []);
  } finally {
    await stage.close();
  }
});

Deno.test("defaults inside a destructured input are written at their own places", async () => {
  const stage = await openStage(PARTS);
  const { piece } = stage;
  try {
    for (const [stream, to] of [["empty.a", 2], ["empty.c", "y"], ["empty.d", [8, 9]]] as const) {
      await piece.send(stream, { to });
    }
    assert.equal(await piece.get("empty.text"), "2 y 8,9");
    await piece.send("partly.c", { to: "z" });
    assert.equal(await piece.get("partly.text"), "1 z 1");
    await piece.send("led.c", { to: "J" });
    assert.deepEqual(await piece.get("some"), { c: "J" });
    assert.equal(await piece.get("led.text"), "1 J 7");
    assert.deepEqual(stage.errors, []);
  } finally {
    await stage.close();
  }
});
