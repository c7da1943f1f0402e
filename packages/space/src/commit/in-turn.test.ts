/** A commit of a handler that names the one before it is accepted only if that one was. */

import { deepEqual, equal } from "node:assert/strict";
import { memorySpace, openSession } from "../testing/test-space.ts";

const OTHER = [{ op: "set", id: "of:a", value: 2 }] as const;
const OWN = [{ op: "set", id: "of:b", value: 1 }] as const;

Deno.test("what comes after a refused commit of its session is refused, and what comes later is not", async () => {
  const { host, space } = memorySpace();
  const one = openSession(space);
  const two = openSession(space);
  one.commit({ operations: [{ op: "set", id: "of:a", value: 1 }] });
  await one.connection.settled();
  two.commit({ operations: OTHER });
  const reads = [{ id: "of:a", scope: "space", path: [], seq: space.stats.seq }] as const;
  const refused = one.commit({ reads, operations: OWN });
  const after = one.commit({ after: refused, operations: OWN });
  const afterThat = one.commit({ after, operations: OWN });
  const independent = one.commit({ operations: OWN });
  await one.connection.settled();
  const { receipts, refusals } = one.frames.at(-1)!;
  deepEqual(receipts.map(({ local }) => local), [independent]);
  deepEqual(refusals.map(({ local, error }) => [local, error.code, error.data.local]), [
    [refused, "conflict", undefined],
    [after, "out-of-turn", refused],
    [afterThat, "out-of-turn", after],
  ]);
  await host.close();
});

Deno.test("what comes after an accepted commit is accepted, in one group and later", async () => {
  const { host, space } = memorySpace();
  const session = openSession(space);
  const first = session.commit({ operations: OWN });
  session.commit({ after: first, operations: OTHER });
  await session.connection.settled();
  const last = session.commit({ after: first, operations: OTHER });
  await session.connection.settled();
  equal(session.frames.at(-1)!.receipts[0]!.local, last);
  deepEqual(session.frames.flatMap(({ refusals }) => refusals), []);
  await host.close();
});
