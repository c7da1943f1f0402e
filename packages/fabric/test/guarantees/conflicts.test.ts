/** Which writes of others make a handler run again: those of what it read, and no more. */

import assert from "node:assert/strict";
import { openStage } from "./stage.ts";

const PROGRAM = `import { action, Default, pattern, Stream, Writable } from "commonfabric";
interface Row { n: number; m: number; tags: string[]; deep: { a: number; b: number } }
interface State { n: number; m: number; rows: Row[]; byName: Record<string, number>; list: string[]; picked?: Writable<Row> }
const START: State = { n: 1, m: 1, rows: [], byName: { a: 1 }, list: ["x"] };
export default pattern<{ state: Writable<State | Default<typeof START>> }, { state: State; act: Stream<string>; out: string[] }>(({ state }) => {
  const out = new Writable<string[]>([]);
  const rows = state.key("rows");
  const act = action((verb: string) => {
    if (verb === "start") {
      state.set({ ...START, rows: [1, 2].map((n) => ({ n, m: n, tags: ["t"], deep: { a: n, b: n } })) });
      return;
    }
    let seen = "";
    switch (verb) {
      case "n": seen = "" + state.key("n").get(); break;
      case "n by get": seen = "" + state.get().n; break;
      case "row n": seen = "" + rows.key(0).key("n").get(); break;
      case "row n by view": seen = "" + rows.get()[0]!.n; break;
      case "deep a": seen = "" + rows.key(0).key("deep").key("a").get(); break;
      case "all": seen = JSON.stringify(state.get()); break;
      case "length by view": seen = "" + state.get().list.length; break;
      case "names by view": seen = Object.keys(state.get().byName).join(); break;
      case "has name": seen = "" + ("b" in state.get().byName); break;
      case "length": seen = "" + state.key("list").get().length; break;
      case "first": seen = state.key("list").get()[0]!; break;
      case "names": seen = Object.keys(state.key("byName").get()).join(); break;
      case "byName a": seen = "" + state.key("byName").key("a").get(); break;
      case "sample n": seen = "" + state.key("n").sample(); break;
      case "nothing": break;
      case "mixed": {
        state.key("list").push("pushed");
        state.key("n").increment(10);
        state.key("m").set(7);
        break;
      }
      case "set after push": {
        state.key("list").push("lost");
        state.key("list").set(["set"]);
        state.key("list").push("after");
        state.key("n").increment(1);
        state.key("n").set(50);
        state.key("n").increment(2);
        break;
      }
    }
    console.log("ran " + verb);
    out.push(verb + ":" + seen);
  });
  return { state, act, out };
});`;

type Rival = (state: Cell) => void;
interface Cell {
  key(...path: (string | number)[]): Cell;
  set(value: unknown): void;
  push(...values: unknown[]): void;
  increment(by: number): void;
}

const RIVALS: Record<string, Rival> = {
  "n": (state) => state.key("n").set(5),
  "n by intent": (state) => state.key("n").increment(3),
  "m": (state) => state.key("m").set(5),
  "row n": (state) => state.key("rows", 0, "n").set(5),
  "row m": (state) => state.key("rows", 0, "m").set(5),
  "deep b": (state) => state.key("rows", 0, "deep", "b").set(5),
  "deep": (state) => state.key("rows", 0, "deep").set({ a: 5, b: 5 }),
  "tags": (state) => state.key("rows", 0, "tags").push("u"),
  "push": (state) => state.key("list").push("y"),
  "name": (state) => state.key("byName", "b").set(2),
  "name a": (state) => state.key("byName", "a").set(2),
};

/** For each verb of the handler, the rivals that make it run again. */
const CONFLICTS: Record<string, readonly string[]> = {
  "n": ["n", "n by intent"],
  "n by get": ["n", "n by intent"],
  "row n": ["row n"],
  "row n by view": ["row n"],
  "deep a": ["deep"],
  "all": Object.keys(RIVALS),
  "length": ["push"],
  "length by view": ["push"],
  "names by view": ["name"],
  "has name": ["name"],
  "names": ["name"],
  "byName a": ["name a"],
  "sample n": [],
  "nothing": [],
  "mixed": [],
  "set after push": [],
};

for (const [verb, conflicting] of Object.entries(CONFLICTS)) {
  Deno.test(`a handler that looks at «${verb}» runs again only for writes of that`, async () => {
    const stage = await openStage(PROGRAM);
    const other = await stage.join({ user: "other" });
    await stage.piece.send("act", "start");
    await Promise.all([stage.piece.get(""), other.piece.get("")]);
    const rival = other.piece.reference("state") as Cell;
    const again: string[] = [];
    for (const [name, write] of Object.entries(RIVALS)) {
      await stage.piece.send("act", "start");
      await stage.runtime.idle();
      await other.runtime.idle();
      stage.since();
      stage.onPrint = () => {
        stage.onPrint = undefined;
        other.runtime.transact("rival", () => write(rival));
      };
      await stage.piece.send("act", verb);
      await other.runtime.idle();
      if (stage.since().length > 1) again.push(name);
      assert.deepEqual(await stage.piece.get("state"), await other.piece.get("state"), name);
    }
    assert.deepEqual(again, conflicting);
    assert.deepEqual([...stage.errors, ...other.errors], []);
    await other.close();
    await stage.close();
  });
}

Deno.test("intents and sets of one handler merge with those of others in their order", async () => {
  const stage = await openStage(PROGRAM);
  const other = await stage.join({ user: "other" });
  await stage.piece.send("act", "start");
  await Promise.all([stage.piece.get(""), other.piece.get("")]);
  const rival = other.piece.reference("state") as Cell;
  const against = async (verb: string, write: Rival) => {
    stage.onPrint = () => {
      stage.onPrint = undefined;
      other.runtime.transact("rival", () => write(rival));
    };
    await stage.piece.send("act", verb);
    await other.runtime.idle();
    const state = await other.piece.get("state") as { list: string[]; n: number; m: number };
    assert.deepEqual(await stage.piece.get("state"), state as never);
    return [state.list, state.n, state.m];
  };
  const all: Rival = (state) => {
    state.key("list").push("theirs");
    state.key("n").increment(100);
    state.key("m").set(3);
  };
  assert.deepEqual(await against("mixed", all), [["x", "theirs", "pushed"], 111, 7]);
  assert.deepEqual(await against("set after push", all), [["set", "after"], 52, 3]);
  await other.close();
  await stage.close();
});
