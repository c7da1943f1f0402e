/** How many requests it takes to go through documents that are not here. */

import assert from "node:assert/strict";
import { type DocAddress, type DocSnapshot, type SpaceConnection, toSigil } from "@cf/protocol";
import type { Json } from "@cf/utils";
import { NotReady } from "../errors.ts";
import type { Document } from "./document.ts";
import { Replica } from "./replica.ts";

const at = (id: string): DocAddress => ({ id: `of:${id}`, scope: "space" });
const link = (id: string): Json => toSigil({ id: `of:${id}` }) as unknown as Json;
const ids = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, i) => `${prefix}${i}`);

/** A space that gives what is asked for and nothing that it leads to, in a later turn. */
class FarSpace {
  readonly requests: number[] = [];
  refusesMoreThan = Infinity;
  readonly replica: Replica;

  constructor(values: Readonly<Record<string, Json>>) {
    const watch = (addresses: readonly DocAddress[]) => {
      this.requests.push(addresses.length);
      if (addresses.length > this.refusesMoreThan) return Promise.reject(new Error("too many"));
      const snapshot = ({ id, scope }: DocAddress): DocSnapshot => {
        const value = values[id.slice(3)];
        return { id, scope, seq: 1, ...(value === undefined ? {} : { value }) };
      };
      return Promise.resolve(addresses.map(snapshot));
    };
    const connection = { space: "did:key:zFar", status: "open", watch, unwatch() {} };
    this.replica = new Replica(connection as unknown as SpaceConnection);
  }

  /** Reads as a computation does: from the start, waiting for the first document that is missing. */
  async read(look: (load: (id: string, holder?: Document) => Document) => void): Promise<void> {
    const load = (id: string, holder?: Document) => {
      const document = this.replica.document(at(id));
      this.replica.require(document, holder);
      return document;
    };
    for (;;) {
      try {
        return look(load);
      } catch (error) {
        if (!(error instanceof NotReady)) throw error;
        await error.ready;
      }
    }
  }
}

Deno.test("ReadAhead asks for a long list in a few requests", async () => {
  const elements = ids("e", 3_000);
  const values = Object.fromEntries(elements.map((id, n) => [id, { n }]));
  const far = new FarSpace({ list: elements.map(link), ...values });
  await far.read((load) => {
    const list = load("list");
    for (const id of elements) load(id, list);
  });
  assert.ok(far.requests.length <= 14, `${far.requests.length} requests`);
  assert.equal(far.requests.reduce((sum, count) => sum + count, 0), 3_001);
});

Deno.test("ReadAhead asks for the parts of all elements once those of some are missing", async () => {
  const elements = ids("e", 1_000);
  const values = Object.fromEntries(elements.flatMap((id): [string, Json][] => [
    [id, { parts: [link(`${id}a`), link(`${id}b`)] }],
    [`${id}a`, 1],
    [`${id}b`, 2],
  ]));
  const far = new FarSpace({ list: elements.map(link), ...values });
  await far.read((load) => {
    const list = load("list");
    for (const id of elements) {
      const element = load(id, list);
      load(`${id}a`, element);
      load(`${id}b`, element);
    }
  });
  assert.ok(far.requests.length <= 40, `${far.requests.length} requests`);
});

Deno.test("ReadAhead asks for what is two levels below all elements", async () => {
  const elements = ids("e", 600);
  const values = Object.fromEntries(elements.flatMap((id): [string, Json][] => [
    [id, { part: link(`${id}a`) }],
    [`${id}a`, { part: link(`${id}b`) }],
    [`${id}b`, { part: link(`${id}c`) }],
    [`${id}c`, 1],
  ]));
  const far = new FarSpace({ list: elements.map(link), ...values });
  await far.read((load) => {
    const list = load("list");
    for (const id of elements) {
      load(`${id}c`, load(`${id}b`, load(`${id}a`, load(id, list))));
    }
  });
  assert.ok(far.requests.length <= 40, `${far.requests.length} requests`);
});

Deno.test("ReadAhead asks for little beside the one element that is read", async () => {
  const elements = ids("e", 3_000);
  const far = new FarSpace({
    list: elements.map(link),
    ...Object.fromEntries(elements.map((id) => [id, { parts: [link(`${id}a`)] }])),
    e1500a: 1,
  });
  await far.read((load) => load("e1500a", load("e1500", load("list"))));
  assert.deepEqual(far.requests, [1, 1, 64, 1]);
  assert.ok(far.replica.size < 100, `${far.replica.size} documents`);
});

Deno.test("ReadAhead leaves what was asked for in vain to its reader", async () => {
  const elements = ids("e", 40);
  const far = new FarSpace({
    list: elements.map(link),
    ...Object.fromEntries(elements.map((id, n) => [id, n])),
  });
  far.refusesMoreThan = 1;
  await far.read((load) => {
    const list = load("list");
    for (const id of elements) assert.equal(typeof load(id, list).value, "number");
  });
});
