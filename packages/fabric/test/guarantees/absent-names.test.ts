/** A name that pattern code does not have fails where it is used, with its name and what to do. */

import assert from "node:assert/strict";
import { lineOf, openStage } from "./stage.ts";

const PROGRAM =
  `import { action, computed, handler, lift, pattern, Stream, Writable } from "commonfabric";
declare const nowhere: { load(): void };
const kept = { read: () => fetch("/x"), asked: typeof localStorage, maybe: globalThis.setTimeout };
const lifted = lift((n: number) => new WebSocket("ws://x/" + n).url);
const press = handler<unknown, { n: Writable<number> }>((_, { n }) => {
  n.set(5);
  localStorage.setItem("n", "5");
});
class Store { size = (process as any).env.SIZE; }
interface Output {
  lifted: unknown; made: unknown; guarded: string; optional: unknown; text: string; shown: boolean;
  n: number; press: Stream<unknown>; later: Stream<void>; tagged: Stream<void>; evaluated: Stream<void>;
}
export default pattern<{}, Output>(() => {
  const n = new Writable(4);
  return {
    n,
    lifted: lifted(n),
    made: computed(() => new Store().size),
    guarded: computed(() => typeof window === "undefined" ? "none" : window.name),
    optional: computed(() => navigator?.userAgent ?? "no navigator"),
    text: computed(() => "call eval(x), import(y) or eval (z)" + n.get()),
    shown: computed(() => fetch ? true : kept.maybe === undefined && kept.asked === "undefined"),
    press: press({ n }),
    later: action(() => { n.set(6); setTimeout(() => n.set(7), 5); }),
    tagged: action(() => { (document as any)!.title = "x"; }),
    evaluated: action(() => { n.set(eval("1")); }),
  };
});`;

Deno.test("a name that is not there is named where it is called or looked into", async () => {
  const stage = await openStage(PROGRAM);
  try {
    const fails = async (path: string, event?: unknown) => {
      stage.errors.length = 0;
      await stage.piece.send(path, event).catch(() => {});
      assert.equal(stage.errors.length, 1, path);
      return stage.errors[0]!;
    };
    const place = (text: string) => new RegExp(`at /main\\.tsx:${lineOf(PROGRAM, text)}:\\d+$`);
    const pressed = await fails("press", {});
    assert.match(
      pressed,
      /Cannot use localStorage: pattern code does not have it; keep it in a PerUser cell/,
    );
    assert.match(pressed, place("localStorage.setItem"));
    assert.match(await fails("later"), /Cannot use setTimeout: .*#now\/60/);
    assert.match(await fails("tagged"), /Cannot use document: .*describe the view as JSX/);
    assert.match(await fails("evaluated"), /Cannot use eval: .*compileAndRun/);
    assert.equal(await stage.piece.get("n"), 4, "what such a handler wrote is undone");
    await assert.rejects(stage.piece.get("lifted"), /Cannot use WebSocket: nothing of that name/);
    await assert.rejects(stage.piece.get("made"), /Cannot use process: .*a pattern has no host/);
  } finally {
    await stage.close();
  }
});

Deno.test("a name that is not there is undefined for who only asks, and texts may hold any", async () => {
  const stage = await openStage(PROGRAM);
  try {
    assert.equal(await stage.piece.get("guarded"), "none");
    assert.equal(await stage.piece.get("optional"), "no navigator");
    assert.equal(await stage.piece.get("shown"), true);
    assert.equal(await stage.piece.get("text"), "call eval(x), import(y) or eval (z)4");
    assert.deepEqual(stage.errors, []);
  } finally {
    await stage.close();
  }
});
