/**
 * Two people do random things to the example patterns at once. Whoever has looked all the time sees
 * what somebody sees who looks now.
 */

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { makeRuntime, sharedCompiler } from "@cf/fabric";
import { render, TreeApplier } from "@cf/html";
import { createIdentity } from "@cf/protocol";
import { openPiece, runPattern, type Runtime, viewHost } from "@cf/runner";
import { SpaceHost } from "@cf/space";
import { type CompiledProgram, loadProgram } from "@cf/ts-transformers";
import { seedsOf } from "./seeds.ts";
import { randomOf } from "./sessions.ts";
import { actAtRandom, shown } from "./views/acts.ts";

const FOLDER = new URL("../../patterns/", import.meta.url).pathname;
const ACTS = 60;

/** Needs a model, which answers each session for itself. */
const LEFT_OUT = ["assistant.tsx"];

for (const seed of seedsOf("VIEWS_SEEDS", [1, 4])) {
  Deno.test(`who has looked all the time sees what is there, seed ${seed}`, async (t) => {
    const files = readdirSync(FOLDER)
      .filter((name) => /(?<!\.test)\.tsx$/.test(name) && !LEFT_OUT.includes(name));
    assert.ok(files.length > 20);
    for (const file of files) await t.step(file, () => play(`${FOLDER}${file}`, seed));
  });
}

async function play(path: string, seed: number): Promise<void> {
  const { program } = sharedCompiler().compile(loadProgram(path));
  const host = await SpaceHost.open(":memory:");
  const owner = (await createIdentity()).did;
  const space = host.create((await createIdentity()).did, owner);
  const open = () => {
    const connection = space.connect({ principal: owner, session: crypto.randomUUID() });
    // What a pattern throws at strange events is not what is looked at here.
    const quiet = { onError: () => {}, onConsole: () => {} };
    return makeRuntime(connection, quiet, sharedCompiler);
  };
  const runtimes = [open(), open()];
  try {
    const [first] = runtimes as [Runtime];
    const loaded = first.programs.load(program as CompiledProgram);
    const { id } = runPattern(first, loaded.exports[program!.main]!.default);
    await first.idle();
    const people = runtimes.map((runtime) => new Person(runtime, id));
    await idle(people);
    const random = randomOf(seed);
    const history: string[] = [];
    for (let act = 0; act < ACTS; act++) {
      const who = random() < 0.5 ? 0 : 1;
      people[who]!.view.flush();
      history.push(`${"AB"[who]} ${actAtRandom(people[who]!.tree, random)}`);
      if (random() < 0.5) continue;
      await idle(people);
      for (const person of people) await person.compare(history);
    }
    for (const person of people) person.close();
  } finally {
    for (const runtime of runtimes) await runtime.dispose();
    await host.close();
  }
}

async function idle(people: readonly Person[]): Promise<void> {
  // What one does can have the other do something in turn.
  for (let round = 0; round < 2; round++) {
    for (const { runtime } of people) await runtime.idle();
  }
}

/** Somebody who looks at a piece. */
class Person {
  readonly tree = new TreeApplier();
  readonly view: ReturnType<typeof render>;
  readonly #piece: ReturnType<typeof openPiece>;

  constructor(readonly runtime: Runtime, readonly id: string) {
    this.#piece = openPiece(runtime, id);
    this.view = render(this.#piece.reference(), {
      reactivity: viewHost(runtime),
      applier: this.tree,
      onError: () => {},
    });
    this.tree.onEvent = (event) => this.view.handle(event);
  }

  /** Opens the piece once more in the same session. */
  async compare(history: readonly string[]): Promise<void> {
    const fresh = new Person(this.runtime, this.id);
    await this.runtime.idle();
    fresh.view.flush();
    this.view.flush();
    assert.equal(shown(this.tree), shown(fresh.tree), history.join("\n"));
    fresh.close();
  }

  close(): void {
    this.view.dispose();
    this.#piece.release();
  }
}
