/** What one user's list holds: over a real server nobody else gets at it, whatever they name. */

import assert from "node:assert/strict";
import { createIdentity, type Identity, type Operation, toSigil } from "@cf/protocol";
import { connectWebSocket } from "@cf/runner";
import type { Json } from "@cf/utils";
import { startServer } from "../mod.ts";
import { Caller } from "./caller.ts";
import { Replica } from "./replica.ts";

const NOTES = `
import { action, pattern, Writable } from "commonfabric";
interface Note { text: string; parts: { name: string }[] }
export default pattern(() => {
  const mine = new Writable.perUser<Note[]>([]);
  const shared = new Writable.perSpace<Note[]>([]);
  return {
    mine,
    shared,
    write: action((text: string) => mine.push({ text, parts: [{ name: text }] })),
    publish: action(() => shared.push(mine.get()[0])),
    forget: action(() => mine.remove(mine.get()[0])),
  };
});`;

interface Setting {
  readonly ada: Caller;
  readonly bob: Caller;
  /** A verb of the piece for one caller, with the value it answered. */
  readonly at: (who: Caller, verb: "call" | "get", body: object) => Promise<unknown>;
  readonly connect: (identity: Identity) => Replica;
  /** What was ever stored, by the scope's kind. */
  readonly stored: (scope: string) => readonly { readonly id: string; readonly value: Json }[];
  readonly past: (who: Caller, document: string) => Promise<unknown>;
}

async function withNotes(run: (setting: Setting) => Promise<void>): Promise<void> {
  const identity = await createIdentity();
  const server = await startServer({ store: ":memory:", identity, writeLog: () => {} });
  const open: Replica[] = [];
  try {
    const ada = new Caller(server.url, identity);
    const bob = new Caller(server.url, await createIdentity());
    const { space } = (await ada.send("POST", "/api/spaces", {})).body;
    await ada.send("PUT", `/api/spaces/${space}/access/${bob.identity.did}`, {
      capability: "write",
    });
    const program = { main: "/notes.tsx", files: { "/notes.tsx": NOTES } };
    const { piece } = (await ada.send("POST", `/api/spaces/${space}/pieces`, { program })).body;
    await run({
      ada,
      bob,
      async at(who, verb, body) {
        const path = `/api/spaces/${space}/pieces/${encodeURIComponent(piece)}/${verb}`;
        const answer = await who.send("POST", path, body);
        assert.equal(answer.status, 200, JSON.stringify(answer.body));
        return answer.body.value;
      },
      connect(identity) {
        const connection = connectWebSocket({ host: server.url, space, identity, label: "reader" });
        const replica = new Replica(connection);
        open.push(replica);
        return replica;
      },
      stored: (scope) =>
        [...server.spaces.get(space).log()].flatMap(({ record }) => record.operations)
          .filter((one) => one.scope.split(":")[0] === scope)
          .map(({ id, operation }) => ({
            id,
            value: (operation as Operation & { value?: Json }).value ?? null,
          })),
      async past(who, document) {
        const { seq } = server.spaces.get(space).stats;
        const path = `/api/spaces/${space}/documents/${encodeURIComponent(document)}?seq=${seq}`;
        const { status, body } = await who.send("GET", path);
        assert.equal(status, 200, JSON.stringify(body));
        return body.value;
      },
    });
  } finally {
    for (const { connection } of open) await connection.close();
    await server.close();
  }
}

Deno.test("who knows the ids of another user's entities gets nothing by them", () =>
  withNotes(async ({ ada, bob, at, connect, stored, past }) => {
    await at(ada, "call", { path: "write", event: "secret" });
    assert.ok(!JSON.stringify(stored("space")).includes("secret"));
    const ids = [...new Set(stored("user").map(({ id }) => id))];
    assert.equal(ids.length, 3, "the list, the note and its part");
    const scopes = ["space", "user", "session"] as const;
    const named = ids.flatMap((id) => scopes.map((scope) => ({ id, scope })));
    const spy = connect(bob.identity);
    await spy.watch(named);
    // Links that the spy makes lead to the spy's own documents, also where they are followed ahead.
    const links = named.map((link) => toSigil(link) as unknown as Json);
    await spy.commit([{ op: "set", id: "of:bait", value: links }]);
    await spy.watch(["of:bait"]);
    for (const address of named) assert.equal(spy.value(address), undefined);
    // What the spy writes under the same names is the spy's.
    const own: Operation[] = ids.map((id) => ({ op: "set", id, scope: "user", value: "mine" }));
    assert.equal((await spy.commit(own)).ok, true);
    const note = [{ text: "secret", parts: [{ name: "secret" }] }];
    assert.deepEqual(await at(ada, "get", { path: "mine" }), note);
    for (const id of ids) {
      assert.equal(await past(bob, `user/${id}`), "mine");
      assert.equal(await past(bob, id), undefined);
    }
    const seen = await Promise.all(ids.map((id) => past(ada, `user/${id}`)));
    assert.ok(JSON.stringify(seen).includes("secret"));
  }));

Deno.test("watching a user's list brings its entities with it, to that user alone", () =>
  withNotes(async ({ ada, bob, at, connect, stored }) => {
    await at(ada, "call", { path: "write", event: "ahead" });
    const list = stored("user").at(-1)!.id;
    const [own, other] = [connect(ada.identity), connect(bob.identity)];
    for (const reader of [own, other]) await reader.watch([{ id: list, scope: "user" }]);
    const texts = [own, other].map(({ documents }) =>
      [...documents.values()].filter(({ value }) => JSON.stringify(value)?.includes("ahead")).length
    );
    assert.deepEqual(texts, [2, 0], "the note and its part came with the list");
  }));

Deno.test("what was published stays when its author lets go of the draft", () =>
  withNotes(async ({ ada, bob, at }) => {
    await at(ada, "call", { path: "write", event: "draft" });
    await at(ada, "call", { path: "publish" });
    await at(ada, "call", { path: "forget" });
    const note = [{ text: "draft", parts: [{ name: "draft" }] }];
    assert.deepEqual(await at(bob, "get", { path: "shared" }), note);
    assert.deepEqual(await at(bob, "get", { path: "mine" }), []);
    assert.deepEqual(await at(ada, "get", { path: "mine" }), []);
  }));
