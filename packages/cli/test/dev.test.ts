import assert from "node:assert/strict";
import type { Notice } from "@cf/protocol";
import { connectWebSocket } from "@cf/runner";
import { readIdentity } from "../src/config/identity-file.ts";
import { readLines } from "../src/frame/read-lines.ts";
import { Workplace } from "./run-cf.ts";

/** A running `cf dev`, read line by line. */
interface Dev {
  readonly piece: string;
  readonly page: string;
  /** Reads the talk until a line matches, and returns it. */
  said(pattern: RegExp): Promise<string>;
}

async function withDev(use: (workplace: Workplace, dev: Dev) => Promise<void>): Promise<void> {
  await using workplace = new Workplace();
  await workplace.cf(["new", "mine"]);
  const child = workplace.spawn(["dev", "mine/main.tsx", "--no-open", "--port", "0", "--json"]);
  const talk = readLines(child.stderr);
  const data = readLines(child.stdout);
  const first = await data.next();
  assert.ok(first.done !== true);
  const { piece, page } = JSON.parse(first.value);
  await use(workplace, {
    piece,
    page,
    async said(pattern) {
      for (;;) {
        const { value, done } = await talk.next();
        assert.ok(done !== true, `nothing said ${pattern}`);
        if (pattern.test(value)) return value;
      }
    },
  });
  child.kill("SIGTERM");
  while ((await talk.next()).done !== true);
  while ((await data.next()).done !== true);
  assert.equal((await child.status).code, 0);
}

Deno.test("cf dev gives the piece its new code on save and keeps its data", async () => {
  await withDev(async (workplace, { piece, page, said }) => {
    assert.equal((await fetch(page)).status, 200);
    await workplace.cf(["call", `${piece}/increment`, '{"amount":5}']);
    const path = workplace.path("mine/main.tsx");
    const source = await Deno.readTextFile(path);
    await Deno.writeTextFile(path, source.replace("Counter: ${", "Total: ${"));
    await said(/runs its new code/);
    const { out } = await workplace.cf(["get", `${piece}/$NAME`, "--json"]);
    assert.equal(JSON.parse(out), "Total: 5");
    // What `cf dev` compiled is what ran: the server's own compiler was never started.
    const ofServer = `${workplace.path(".cf")}/store/cache/compiled`;
    await assert.rejects(Deno.stat(ofServer), Deno.errors.NotFound);
  });
});

Deno.test("cf dev shows a type error and goes on with the old code until it is mended", async () => {
  await withDev(async (workplace, { piece, said }) => {
    const path = workplace.path("mine/main.tsx");
    const source = await Deno.readTextFile(path);
    await Deno.writeTextFile(path, source.replace("amount ?? 1", "amount ?? nope"));
    assert.match(await said(/error TS/), /^mine\/main\.tsx:\d+:\d+ error TS2304/);
    await said(/goes on with its old code/);
    const broken = await workplace.cf(["get", `${piece}/$NAME`, "--json"]);
    assert.equal(JSON.parse(broken.out), "Counter: 0");
    await Deno.writeTextFile(path, source.replace("Counter: ${", "Mended: ${"));
    await said(/runs its new code/);
    const mended = await workplace.cf(["get", `${piece}/$NAME`, "--json"]);
    assert.equal(JSON.parse(mended.out), "Mended: 0");
  });
});

Deno.test("cf dev prints what may be meant, and runs it all the same", async () => {
  await withDev(async (workplace, { said }) => {
    const path = workplace.path("mine/main.tsx");
    const source = await Deno.readTextFile(path);
    await Deno.writeTextFile(path, source.replaceAll("cf-heading", "cf-headin"));
    assert.match(await said(/warning/), /^mine\/main\.tsx:\d+:\d+ warning unknown-element: /);
    await said(/runs its new code/);
  });
});

Deno.test("cf dev follows what the program imports, wherever it is", async () => {
  await using workplace = new Workplace();
  await workplace.cf(["new", "mine"]);
  await Deno.writeTextFile(workplace.path("word.ts"), 'export const WORD = "one";\n');
  const main = workplace.path("mine/main.tsx");
  const source = await Deno.readTextFile(main);
  await Deno.writeTextFile(
    main,
    `import { WORD } from "../word.ts";\n${source.replace("Counter: ${", "${WORD}: ${")}`,
  );
  const child = workplace.spawn(["dev", "mine/main.tsx", "--no-open", "--port", "0", "--json"]);
  const [talk, data] = [readLines(child.stderr), readLines(child.stdout)];
  const { piece } = JSON.parse((await data.next()).value!);
  await Deno.writeTextFile(workplace.path("word.ts"), 'export const WORD = "two";\n');
  for (let said = ""; !said.includes("runs its new code");) said = (await talk.next()).value!;
  const { out } = await workplace.cf(["get", `${piece}/$NAME`, "--json"]);
  assert.equal(JSON.parse(out), "two: 0");
  child.kill("SIGTERM");
  while ((await talk.next()).done !== true);
  while ((await data.next()).done !== true);
  assert.equal((await child.status).code, 0);
});

Deno.test("cf dev says what it needs before it starts anything", async () => {
  await using workplace = new Workplace();
  await workplace.cf(["new", "mine"]);
  const missing = await workplace.cf(["dev", "none.tsx", "--port", "0"]);
  assert.equal(missing.status, 1);
  assert.match(missing.err, /Cannot serve none\.tsx: there is no such file\nnext: /);
  const folder = await workplace.cf(["dev", "mine", "--port", "0"]);
  assert.equal(folder.status, 2);
  assert.match(
    folder.err,
    /it is a folder; name the pattern's main module, such as mine\/main\.tsx/,
  );
});

Deno.test("cf serve --examples deploys the patterns of a folder once", async () => {
  await using workplace = new Workplace();
  await workplace.cf(["new", "examples/one"]);
  await workplace.cf(["new", "examples/two", "--template", "todo"]);
  const deployed: string[][] = [];
  for (let round = 0; round < 2; round++) {
    const child = workplace.spawn(["serve", "--port", "0", "--json", "--examples", "examples"]);
    const data = readLines(child.stdout);
    await data.next();
    const talk = readLines(child.stderr);
    if (round === 0) {
      for (let seen = 0; seen < 2;) {
        const { value, done } = await talk.next();
        assert.ok(done !== true);
        if (value.includes(" is piece:")) seen++;
      }
    }
    const { out } = await workplace.cf(["piece", "ls", "--json"]);
    deployed.push(JSON.parse(out).map(({ piece }: { piece: string }) => piece));
    child.kill("SIGTERM");
    while ((await talk.next()).done !== true);
    while ((await data.next()).done !== true);
    await child.status;
  }
  assert.equal(deployed[0]!.length, 2);
  assert.deepEqual(deployed[1], deployed[0]);
});

Deno.test("cf dev lets everybody write only where nobody but this machine reaches it", async () => {
  const rights = async (hostname: string) => {
    await using workplace = new Workplace();
    await workplace.cf(["new", "mine"]);
    const args = ["dev", "mine/main.tsx", "--no-open", "--port", "0", "--json"];
    const child = workplace.spawn([...args, "--hostname", hostname]);
    const data = readLines(child.stdout);
    assert.notEqual((await data.next()).done, true);
    const { out, err } = await workplace.cf(["acl", "ls", "--json"]);
    assert.notEqual(out, "", err);
    child.kill("SIGTERM");
    while ((await data.next()).done !== true);
    await child.stderr.cancel();
    await child.status;
    return JSON.parse(out).filter((line: { principal: string }) => line.principal === "*")
      .map((line: { capability: string }) => line.capability);
  };
  assert.deepEqual(await rights("127.0.0.1"), ["write"]);
  assert.deepEqual(await rights("0.0.0.0"), []);
});

Deno.test("cf dev tells the open pages what does not compile, and that it is mended", async () => {
  await withDev(async (workplace, { said }) => {
    const { url, space } = JSON.parse(await Deno.readTextFile(workplace.path(".cf/config.json")));
    const identity = await readIdentity(workplace.path(".cf/identity.json"));
    const page = connectWebSocket({ host: url, space, identity });
    const told: Notice[] = [];
    let wake = Promise.withResolvers<void>();
    page.onNotice = (notice) => {
      told.push(notice);
      wake.resolve();
    };
    const next = async () => {
      while (told.length === 0) {
        await wake.promise;
        wake = Promise.withResolvers<void>();
      }
      return told.shift()!;
    };
    await page.watch([{ id: "space:root", scope: "space" }]);
    assert.deepEqual(await next(), { kind: "listening" });
    const path = workplace.path("mine/main.tsx");
    const source = await Deno.readTextFile(path);
    await Deno.writeTextFile(path, source.replace("amount ?? 1", "amount ?? nope"));
    const broken = await next();
    assert.ok(broken.kind === "diagnostics");
    assert.match(String(broken.diagnostics[0]!.message), /Cannot find name 'nope'/);
    await said(/goes on with its old code/);
    await Deno.writeTextFile(path, source.replace("Counter: ${", "Mended: ${"));
    const mended = await next();
    assert.ok(mended.kind === "diagnostics");
    assert.deepEqual(mended.diagnostics, []);
    assert.equal((await next()).kind, "program");
    await page.close();
  });
});
