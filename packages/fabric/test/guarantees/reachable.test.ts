/** Everything that a program can reach from what it holds is frozen, but for what it made itself. */

import assert from "node:assert/strict";
import { openStage } from "./stage.ts";

const PROGRAM = `
import * as commonfabric from "commonfabric";
import { computed, fetchJson, getPatternEnvironment, handler, pattern, sqliteDatabase, Stream, table, Writable } from "commonfabric";

type Place = [path: string, value: unknown];

/** The paths of shared objects that can be changed, from \`starts\` along properties and prototypes. */
function changeable(starts: Place[]): string[] {
  const seen = new Set<unknown>();
  const found: string[] = [];
  const queue = [...starts];
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    const [path, value] = at;
    if ((typeof value !== "object" && typeof value !== "function") || value === null) continue;
    if (seen.has(value) || path.split(".").length > 12) continue;
    seen.add(value);
    if (path.includes(".") && !Object.isFrozen(value)) found.push(path);
    queue.push([path + ".__proto__", Object.getPrototypeOf(value)]);
    for (const key of Reflect.ownKeys(value)) {
      const property = Reflect.getOwnPropertyDescriptor(value, key);
      const name = path + "." + String(key);
      if (property !== undefined) queue.push([name, property.value], [name, property.get], [name, property.set]);
    }
  }
  return found;
}

function thrownBy(fn: () => unknown): unknown {
  try {
    return fn();
  } catch (error) {
    return error;
  }
}

interface State { cell: Writable<any>; list: Writable<any[]>; state: any; found: Writable<string[]> }

const look = handler<{ given: unknown }, State>((event, { cell, list, state, found }) => {
  const errors = [
    thrownBy(() => (cell as any).key.call({}, "x")),
    thrownBy(() => (cell as any).push(1)),
    thrownBy(() => structuredClone(cell)),
    thrownBy(() => structuredClone(() => {})),
    thrownBy(() => (null as any).x),
    thrownBy(() => fetchJson({ url: "" })),
    thrownBy(() => cell.set(new Map() as any)),
  ];
  found.set(changeable([
    ["event", event], ["cell", cell], ["list", list.get()], ["state", state],
    ...errors.map((error, index): Place => ["error" + index, error]),
  ]));
});

interface Output { shared: string[]; values: string[]; body: string[]; found: string[]; look: Stream<{ given: unknown }> }

export default pattern<Record<string, never>, Output>(() => {
  const cell = new Writable<any>({ a: [1, { b: 2 }] });
  const list = new Writable<any[]>([{ n: 1 }]);
  const found = new Writable<string[]>([]);
  const state = fetchJson<{ x: number }>({ url: "ftp://nowhere" });
  const db = sqliteDatabase({ tables: { t: table({ a: "integer" }) } });
  const body = changeable([["cell", cell], ["list", list], ["state", state], ["db", db]]);
  return {
    shared: computed(() => changeable([["commonfabric", commonfabric], ["globalThis", globalThis]])),
    values: computed(() =>
      changeable([
        ["state", state], ["error", state.error], ["cell", cell.get()], ["list", list.get()[0]],
        ["clock", thrownBy(() => Date.now())], ["environment", getPatternEnvironment()],
      ])
    ),
    body,
    found,
    look: look({ cell, list, state, found }),
  };
});
`;

Deno.test("what a program reaches from what it holds cannot be changed for others", async () => {
  const stage = await openStage(PROGRAM);
  try {
    await stage.piece.send("look", { given: { deep: [1] } });
    for (const path of ["shared", "values", "body", "found"]) {
      const found = (await stage.piece.get(path)) as string[];
      // The address of the host is a URL of the program's own each time.
      assert.deepEqual(found.filter((place) => place !== "environment.apiUrl"), [], path);
    }
  } finally {
    await stage.close();
  }
});
