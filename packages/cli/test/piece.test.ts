import assert from "node:assert/strict";
import { readLines } from "../src/frame/read-lines.ts";
import { Workplace } from "./run-cf.ts";

/** A workplace with a running server and a counter deployed at 3. */
async function withCounter(use: (workplace: Workplace, piece: string) => Promise<void>) {
  await using workplace = new Workplace();
  await using _serving = await workplace.serve();
  await workplace.cf(["new", "mine"]);
  const made = await workplace.cf(["piece", "new", "mine/main.tsx", "--argument", '{"value":3}']);
  assert.equal(made.status, 0, made.err);
  await use(workplace, made.out.trim());
}

Deno.test("cf piece new deploys a pattern that get, call and set work on", async () => {
  await withCounter(async (workplace, piece) => {
    const get = async (path: string) =>
      JSON.parse((await workplace.cf(["get", `${piece}/${path}`, "--json"])).out);
    assert.equal(await get("value"), 3);
    const called = await workplace.cf(["call", `${piece}/increment`, '{"amount":4}']);
    assert.equal(called.status, 0, called.err);
    assert.equal(await get("value"), 7);
    assert.equal(await get("$NAME"), "Counter: 7");
    assert.equal((await workplace.cf(["set", `${piece}/value`, "20"])).status, 0);
    assert.equal(await get("value"), 20);
    assert.equal((await workplace.cf(["set", `${piece}/value`, "9", "--input"])).status, 0);
    assert.equal(await get("value"), 9);
  });
});

Deno.test("cf set refuses what the declared type does not allow, unless it is forced", async () => {
  await withCounter(async (workplace, piece) => {
    for (const flags of [[], ["--input"]]) {
      const wrong = await workplace.cf(["set", `${piece}/value`, '"seven"', ...flags]);
      assert.equal(wrong.status, 1);
      const said =
        "error: Cannot set 'value': the value is a string, a number is needed\nnext: Give";
      assert.ok(wrong.err.startsWith(said), wrong.err);
      assert.equal((await workplace.cf(["get", `${piece}/value`])).out, "3\n");
    }
    const forced = await workplace.cf(["set", `${piece}/value`, '"seven"', "--force"]);
    assert.equal(forced.status, 0, forced.err);
    assert.equal((await workplace.cf(["get", `${piece}/value`])).out, '"seven"\n');
  });
});

Deno.test("cf call says what an event lacks, and where a handler failed", async () => {
  await withCounter(async (workplace, piece) => {
    assert.equal((await workplace.cf(["call", `${piece}/increment`])).status, 0);
    assert.equal((await workplace.cf(["get", `${piece}/value`])).out, "4\n");
    const wrong = await workplace.cf(["call", `${piece}/increment`, '{"amount":"2"}']);
    assert.equal(wrong.status, 1);
    assert.match(wrong.err, /'amount' of the event is a string, a number is needed\nnext: Give/);
    const source = await Deno.readTextFile(workplace.path("mine/main.tsx"));
    await Deno.writeTextFile(
      workplace.path("mine/fails.tsx"),
      source.replace("amount ?? 1", "(undefined as unknown as string).length"),
    );
    await workplace.cf(["piece", "setsrc", piece, "mine/fails.tsx"]);
    const failed = await workplace.cf(["call", `${piece}/increment`]);
    assert.match(failed.err, /Cannot read properties of undefined.*\n {2}at \/fails\.tsx:\d+:\d+/);
  });
});

Deno.test("cf piece ls, inspect and rm show and unlist a piece by a part of its id", async () => {
  await withCounter(async (workplace, piece) => {
    const part = piece.slice(-8);
    const listed = await workplace.cf(["piece", "ls", "--json"]);
    assert.deepEqual(JSON.parse(listed.out), [{ piece, name: "Counter: 3", pattern: "main.tsx" }]);
    const inspected = JSON.parse((await workplace.cf(["piece", "inspect", part, "--json"])).out);
    assert.deepEqual(inspected.files, ["/main.tsx"]);
    assert.deepEqual(inspected.argument, { value: 3 });
    assert.equal((await workplace.cf(["piece", "rm", part])).status, 0);
    assert.deepEqual(JSON.parse((await workplace.cf(["piece", "ls", "--json"])).out), []);
    const gone = await workplace.cf(["get", `${part}/value`, "--json"]);
    assert.equal(JSON.parse(gone.err).error.code, "unknown-piece");
  });
});

Deno.test("cf piece setsrc gives a piece other code and keeps its data", async () => {
  await withCounter(async (workplace, piece) => {
    const source = await Deno.readTextFile(workplace.path("mine/main.tsx"));
    await Deno.writeTextFile(
      workplace.path("mine/main.tsx"),
      source.replace("Counter: ${", "Total: ${"),
    );
    const replaced = await workplace.cf(["piece", "setsrc", piece, "mine/main.tsx"]);
    assert.equal(replaced.status, 0, replaced.err);
    const named = await workplace.cf(["get", `${piece}/$NAME`, "--json"]);
    assert.equal(JSON.parse(named.out), "Total: 3");
  });
});

Deno.test("cf watch prints a line for each change that another client makes", async () => {
  await withCounter(async (workplace, piece) => {
    const watching = workplace.spawn(["watch", `${piece}/value`, "--changes", "2"]);
    const lines = readLines(watching.stdout);
    assert.equal((await lines.next()).value, "3");
    await workplace.cf(["call", `${piece}/increment`, "{}"]);
    assert.equal((await lines.next()).value, "4");
    assert.equal((await watching.status).code, 0);
    await watching.stderr.cancel();
  });
});

Deno.test("cf piece new shows a type error with file, line and text, and deploys nothing", async () => {
  await withCounter(async (workplace) => {
    await Deno.writeTextFile(
      workplace.path("bad.tsx"),
      `import { pattern } from "commonfabric";\nexport default pattern(() => ({ n: 1 + nope }));\n`,
    );
    const { status, out, err } = await workplace.cf(["piece", "new", "bad.tsx"]);
    assert.equal(status, 1);
    assert.equal(out, "");
    assert.match(err, /bad\.tsx:2:\d+ error TS2304: Cannot find name 'nope'/);
    assert.equal(JSON.parse((await workplace.cf(["piece", "ls", "--json"])).out).length, 1);
  });
});

Deno.test("cf piece new and cf get tell the line at which a pattern fails, and what may be meant", async () => {
  await withCounter(async (workplace) => {
    const write = (body: string) =>
      Deno.writeTextFile(
        workplace.path("fails.tsx"),
        `import { computed, pattern } from "commonfabric";\nexport default pattern(() => {\n${body}});\n`,
      );
    await write(`  const parsed = JSON.parse("{");\n  return { parsed };\n`);
    const thrown = await workplace.cf(["piece", "new", "fails.tsx"]);
    assert.equal(thrown.status, 1);
    assert.match(thrown.err, /^error: .* in JSON .*\n {2}at \/fails\.tsx:3:\d+\nnext: Mend it/);
    const { out } = await workplace.cf(["piece", "ls", "--json"]);
    assert.equal(JSON.parse(out).length, 1, "only the counter is there");
    await write(`  return { at: computed(() => Date.now()) };\n`);
    const made = await workplace.cf(["piece", "new", "fails.tsx"]);
    assert.equal(made.status, 0, made.err);
    assert.match(made.err, /^fails\.tsx:3:\d+ warning moment-in-computation: /);
    const read = await workplace.cf(["get", `${made.out.trim()}/at`]);
    assert.match(
      read.err,
      /^error: Cannot call Date\.now\(\) here: .*\n {2}at \/fails\.tsx:3:\d+\n/,
    );
  });
});

Deno.test("cf call names the streams that a piece has, and refuses what is no JSON", async () => {
  await withCounter(async (workplace, piece) => {
    const missing = await workplace.cf(["call", `${piece}/nope`]);
    assert.equal(missing.status, 1);
    assert.match(missing.err, /no such stream; it has increment/);
    const broken = await workplace.cf(["call", `${piece}/increment`, "{amount:1}"]);
    assert.equal(broken.status, 2);
    assert.match(broken.err, /it is no JSON/);
  });
});

Deno.test("cf get and cf set name what a piece has where a path leads nowhere", async () => {
  await withCounter(async (workplace, piece) => {
    const got = await workplace.cf(["get", `${piece}/valu`]);
    assert.deepEqual([got.status, got.out], [0, ""]);
    assert.match(got.err, /^Nothing is there; there is .*\bvalue\b/);
    const set = await workplace.cf(["set", `${piece}/valu`, "3"]);
    assert.equal(set.status, 1);
    assert.match(
      set.err,
      /Cannot set 'valu': the piece's result has no such field; it has .*value/,
    );
  });
});

Deno.test("cf points to cf serve where there is neither a server nor a space", async () => {
  await using workplace = new Workplace();
  const { status, err } = await workplace.cf(["get", "abc/value"]);
  assert.equal(status, 2);
  assert.match(err, /Cannot choose a space: start a server here with `cf serve`/);
});

Deno.test("cf get refuses a stranger with status 4, and a space that is unknown", async () => {
  await withCounter(async (workplace, piece) => {
    await workplace.cf(["id", "new", "--out", "ann.json"]);
    const refused = await workplace.cf(["get", `${piece}/value`, "-i", "ann.json"]);
    assert.equal(refused.status, 4);
    assert.match(refused.err, /needs the right to read/);
    const { out: did } = await workplace.cf(["id", "show", "-i", "ann.json"]);
    const unknown = await workplace.cf(["get", `${piece}/value`, "-s", did.trim(), "--json"]);
    assert.equal(JSON.parse(unknown.err).error.code, "unknown-space");
  });
});

Deno.test("cf piece link makes an input follow a value of another piece", async () => {
  await withCounter(async (workplace, first) => {
    const second = (await workplace.cf(["piece", "new", "mine/main.tsx"])).out.trim();
    const linked = await workplace.cf(["piece", "link", `${first}/value`, `${second}/value`]);
    assert.equal(linked.status, 0, linked.err);
    await workplace.cf(["call", `${first}/increment`, '{"amount":10}']);
    const { out } = await workplace.cf(["get", `${second}/$NAME`, "--json"]);
    assert.equal(JSON.parse(out), "Counter: 13");
    const nowhere = await workplace.cf(["piece", "link", `${first}/nope`, `${second}/value`]);
    assert.equal(nowhere.status, 1);
    assert.match(nowhere.err, /Cannot link 'nope': .* has no such field\nnext: It has value, inc/);
    const unknown = await workplace.cf(["piece", "link", `${first}/value`, `${second}/nope`]);
    assert.equal(unknown.status, 1);
    assert.match(unknown.err, /Cannot set 'nope': the piece has no such input; it has value/);
    const set = await workplace.cf(["set", `${second}/nope`, "1", "--input"]);
    assert.match(set.err, /the piece has no such input; it has value/);
  });
});

Deno.test("cf get says which queries failed that a value rests on, also where it shows nothing", async () => {
  await using workplace = new Workplace();
  await using _serving = await workplace.serve();
  await Deno.writeTextFile(
    workplace.path("rows.tsx"),
    `import { computed, pattern, sqliteDatabase, table } from "commonfabric";
export default pattern<{}, { names: string[]; count: number; fine: number }>(() => {
  const db = sqliteDatabase({ tables: { people: table({ id: "integer primary key", name: "text" }) } });
  const people = db.query<{ name: string }>("select nope as name from people", { reactOn: db });
  const all = db.query<{ id: number }>("select id from people", { reactOn: db });
  return {
    names: people.result?.map(({ name }) => name) ?? [],
    count: computed(() => people.result?.length ?? 0),
    fine: computed(() => all.result?.length ?? 0),
  };
});
`,
  );
  const piece = (await workplace.cf(["piece", "new", "rows.tsx"])).out.trim();
  const said = /^warning: the value lacks rows of people: Cannot run SQL: no such column: nope\n/;
  for (const [path, value] of [["names", "[]\n"], ["count", "0\n"]]) {
    const { status, out, err } = await workplace.cf(["get", `${piece}/${path}`]);
    assert.deepEqual([status, out], [0, value], err);
    assert.match(err, said);
  }
  const fine = await workplace.cf(["get", `${piece}/fine`]);
  assert.deepEqual([fine.status, fine.out, fine.err], [0, "0\n", ""]);
});
