/**
 * Random histories of several sessions against a naive model that keeps every state of every
 * document: values, what is accepted and refused, idempotence, and reads of the past, across
 * restarts, flushes, forgotten marks and evicted documents.
 */

import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import {
  applyOperation,
  type Frame,
  type Operation,
  type Path,
  pathsOverlap,
  type ReadRecord,
  valueAt,
  writtenPaths,
} from "@cf/protocol";
import { type Json, jsonEqual } from "@cf/utils";
import { DOCUMENT_DEFAULTS } from "../documents/document-store.ts";
import type { Space } from "../space.ts";
import { anyOperation, anyPath, shapeOf } from "../testing/operations.ts";
import { openSession, OWNER, TestStore } from "../testing/test-space.ts";

const DOCUMENTS = ["of:a", "of:b"];
const SESSIONS = ["one", "two"];

/** One accepted commit in the model. */
interface Accepted {
  readonly seq: number;
  readonly session: string;
  readonly local: number;
  readonly operations: readonly Operation[];
}

/** All states of all documents, by replaying everything every time. */
class Model {
  readonly accepted: Accepted[] = [];

  valueAt(id: string, seq: number): { readonly seq: number; readonly value: Json | undefined } {
    let value: Json | undefined;
    let last = 0;
    for (const commit of this.accepted) {
      if (commit.seq > seq) break;
      for (const operation of commit.operations) {
        if (operation.id !== id) continue;
        value = applyOperation(value, operation);
        last = commit.seq;
      }
    }
    return { seq: last, value };
  }

  /** A refusal needs a reason: a later write that overlaps the read, arrays taken as a whole. */
  mayRefuse(read: ReadRecord, session: string): boolean {
    if (read.pending !== undefined && this.find(session, read.pending) === undefined) return true;
    return this.accepted.some((commit) =>
      commit.seq > read.seq && !(read.pending !== undefined && commit.session === session) &&
      commit.operations.some((operation) =>
        operation.id === read.id &&
        writtenPaths(operation).some((path) => pathsOverlap(aboveIndexes(path), read.path))
      )
    );
  }

  /** What was read must still be there, if nothing of the reader's own stood in between. */
  mustRefuse(read: ReadRecord, session: string): boolean {
    if (read.pending !== undefined) return this.find(session, read.pending) === undefined;
    const then = valueAt(this.valueAt(read.id, read.seq).value, read.path);
    const now = valueAt(this.valueAt(read.id, Infinity).value, read.path);
    return read.shallow === true ? !jsonEqual(shapeOf(then), shapeOf(now)) : !jsonEqual(then, now);
  }

  find(session: string, local: number): Accepted | undefined {
    return this.accepted.find((each) => each.session === session && each.local === local);
  }
}

function aboveIndexes(path: Path): Path {
  const index = path.findIndex((part) => /^\d+$/.test(part));
  return index < 0 ? path : path.slice(0, index);
}

type Step =
  | { readonly kind: "restart"; readonly clean: boolean }
  | { readonly kind: "resend"; readonly session: string; readonly back: number }
  | {
    readonly kind: "commit";
    readonly session: string;
    readonly operations: readonly Operation[];
    readonly reads: readonly {
      readonly id: string;
      readonly path: Path;
      readonly back: number;
      readonly shallow: boolean;
      readonly pending: boolean;
    }[];
  };

const session = fc.constantFrom(...SESSIONS);
const id = fc.constantFrom(...DOCUMENTS);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("restart" as const), clean: fc.boolean() }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("resend" as const), session, back: fc.nat(3) }),
  },
  {
    weight: 20,
    arbitrary: fc.record({
      kind: fc.constant("commit" as const),
      session,
      operations: fc.array(
        fc.tuple(id, anyOperation).map(([id, operation]) => ({ ...operation, id })),
        { maxLength: 3 },
      ),
      reads: fc.array(
        fc.record({
          id,
          path: anyPath,
          back: fc.oneof({ weight: 4, arbitrary: fc.nat(3) }, { weight: 1, arbitrary: fc.nat(30) }),
          shallow: fc.boolean(),
          pending: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
        }),
        { maxLength: 2 },
      ),
    }),
  },
);

/** Runs steps on a space and on the model, and compares after each. */
class Trial {
  readonly #store: TestStore;
  readonly #model = new Model();
  readonly #locals = new Map<string, number>();
  #space: Space;

  constructor(store: TestStore) {
    this.#store = store;
    this.#space = store.open();
  }

  async run(steps: readonly Step[]): Promise<void> {
    for (const step of steps) {
      if (step.kind === "restart") {
        await (step.clean ? this.#store.close() : this.#store.crash());
        this.#space = this.#store.open();
      } else if (step.kind === "resend") await this.#resend(step);
      else await this.#commit(step);
    }
    this.#checkPast();
    deepEqual(await this.#space.operator.verifyLog(), []);
  }

  async #send(
    name: string,
    commit: Parameters<ReturnType<typeof openSession>["commit"]>[0] & {
      readonly local: number;
    },
  ): Promise<Frame> {
    const { connection, frames } = openSession(this.#space, { session: name });
    connection.commit({ reads: [], operations: [], ...commit });
    await connection.settled();
    equal(frames.length, 1);
    return frames[0]!;
  }

  async #commit(step: Step & { kind: "commit" }): Promise<void> {
    const local = (this.#locals.get(step.session) ?? 0) + 1;
    this.#locals.set(step.session, local);
    const head = this.#space.stats.seq;
    const reads = step.reads.map(({ id, path, back, shallow, pending }): ReadRecord => {
      const seq = this.#model.valueAt(id, head - back).seq;
      const flags = { ...(shallow ? { shallow } : {}), ...(pending ? { pending: local - 1 } : {}) };
      return { id, scope: "space", path, seq, ...flags };
    });
    const { operations } = step;
    const frame = await this.#send(step.session, { local, reads, operations });
    if (frame.receipts.length === 1) {
      ok(!reads.some((read) => this.#model.mustRefuse(read, step.session)), "must be refused");
      const { seq } = frame.receipts[0]!;
      equal(seq, head + 1);
      this.#model.accepted.push({ seq, session: step.session, local, operations });
    } else {
      equal(frame.refusals[0]!.error.code, "conflict");
      ok(reads.some((read) => this.#model.mayRefuse(read, step.session)), "may not be refused");
    }
    this.#checkNow();
  }

  async #resend({ session, back }: Step & { kind: "resend" }): Promise<void> {
    const local = (this.#locals.get(session) ?? 0) - back;
    const known = this.#model.find(session, local);
    if (known === undefined) return;
    const frame = await this.#send(session, { local, operations: known.operations });
    deepEqual(frame.receipts, [{ local, seq: known.seq }]);
    this.#checkNow();
  }

  #checkNow(): void {
    const { connection } = openSession(this.#space, { session: "checker" });
    for (const id of DOCUMENTS) {
      const [found] = connection.watch([{ id, scope: "space" }]);
      const { seq, value } = this.#model.valueAt(id, Infinity);
      deepEqual({ seq: found!.seq, value: found!.value }, { seq, value });
    }
  }

  #checkPast(): void {
    for (let seq = 0; seq <= this.#space.stats.seq; seq++) {
      for (const id of DOCUMENTS) {
        const past = this.#space.valueAsOf({ id }, { seq }, { principal: OWNER });
        deepEqual(past, this.#model.valueAt(id, seq));
      }
    }
  }
}

/** Bounds so small that every path through memory, checkpoint and log is taken. */
const TIGHT = { cacheSizeBytes: 300, dirtyMax: 2, versionsMax: 3, marksMax: 2, wholeEvery: 3 };

for (const [name, documents] of Object.entries({ DEFAULT: DOCUMENT_DEFAULTS, TIGHT })) {
  Deno.test(`random histories end as in the naive model, with ${name} bounds`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
        await using store = new TestStore({ documents });
        await new Trial(store).run(steps);
      }),
      { numRuns: 60 },
    );
  });
}

Deno.test("a read older than what memory remembers is checked against the log", async () => {
  for (const versionsMax of [3, 1000]) {
    await using store = new TestStore({ documents: { ...TIGHT, versionsMax } });
    const { commit, connection, frames } = openSession(store.open());
    const write = (key: string, value: Json) =>
      commit({
        operations: [{ op: "patch", id: "of:a", patches: [{ op: "add", path: [key], value }] }],
      });
    const read = (key: string, seq: number) =>
      commit({ reads: [{ id: "of:a", scope: "space", path: [key], seq }] });
    write("x", 0);
    write("x", 1);
    for (let i = 0; i < 20; i++) {
      write("y", i);
      await connection.settled();
    }
    const stale = read("x", 2);
    const valid = read("x", 3);
    await connection.settled();
    deepEqual(frames.at(-1)!.refusals.map(({ local }) => local), [stale]);
    deepEqual(frames.at(-1)!.receipts.map(({ local }) => local), [valid]);
  }
});
