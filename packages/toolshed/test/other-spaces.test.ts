/** Pieces that a pattern places in spaces it names, on a server. */

import assert from "node:assert/strict";
import { createIdentity, namedSpaceId } from "@cf/protocol";
import { startServer } from "../mod.ts";
import { Caller } from "./caller.ts";

const MAIN = `
import { action, Default, getPatternEnvironment, pattern, Stream, Writable } from "commonfabric";
interface Note { text: string; uses: number; use: Stream<void>; space?: string }
const Note = pattern<{ text: Writable<string | Default<"">> }, Note>(({ text }) => {
  const uses = new Writable(0);
  return { text, uses, use: action(() => uses.increment()), space: getPatternEnvironment().spaceDid };
});
interface Output { shared: Note; made: Note[]; make: Stream<string> }
export default pattern<{ made: Writable<Note[] | Default<[]>> }, Output>(({ made }) => ({
  shared: Note.inSpace("notes")({ text: "shared" }),
  made,
  make: action((text: string) => made.push(Note.inSpace()({ text }))),
}));
`;

Deno.test("a pattern places pieces in spaces that it names, for all who use its own", async () => {
  const [identity, friend, reader, latecomer, stranger] = await Promise.all(
    [0, 1, 2, 3, 4].map(() => createIdentity()),
  );
  const server = await startServer({ store: ":memory:", identity: identity!, writeLog: () => {} });
  try {
    const owner = new Caller(server.url, identity!);
    const { space } = (await owner.send("POST", "/api/spaces", {})).body;
    const grant = (to: string, capability: string) =>
      owner.send("PUT", `/api/spaces/${space}/access/${to}`, { capability });
    await grant(friend!.did, "write");
    await grant(reader!.did, "read");
    const made = await owner.send("POST", `/api/spaces/${space}/pieces`, {
      program: { main: "/main.tsx", files: { "/main.tsx": MAIN } },
    });
    assert.equal(made.status, 200, JSON.stringify(made.body));
    const at = (verb: string) => `/api/spaces/${space}/pieces/${made.body.piece}/${verb}`;
    const call = async (who: Caller, path: string, event?: unknown) => {
      const answer = await who.send("POST", at("call"), {
        path,
        ...(event === undefined ? {} : { event }),
      });
      assert.equal(answer.status, 200, JSON.stringify(answer.body));
    };
    const get = async (who: Caller, path: string) =>
      (await who.send("POST", at("get"), { path })).body.value;

    // The friend is the first: the space is made for the home's owner all the same.
    const other = new Caller(server.url, friend!);
    await call(other, "shared.use");
    await call(owner, "shared.use");
    assert.equal(await get(owner, "shared.uses"), 2);
    const named = namedSpaceId(space, "notes");
    assert.equal(await get(owner, "shared.space"), named);
    const { access } = (await owner.send("GET", `/api/spaces/${named}/access`)).body;
    const rights = Object.fromEntries(
      access.map((
        line: { principal: string; capability: string },
      ) => [line.principal, line.capability]),
    );
    assert.deepEqual(rights, {
      [identity!.did]: "own",
      [friend!.did]: "write",
      [reader!.did]: "read",
    });

    // Who reads it sees what it is called; the list opens it no more than the others.
    const called = { home: space, name: "notes" };
    const listed = (await owner.send("GET", "/api/spaces")).body.spaces;
    assert.deepEqual(
      listed.map((one: { space: string; named?: object }) => [one.space, one.named]).sort(),
      [[named, called], [space, undefined]].sort(),
    );
    assert.deepEqual((await other.send("GET", `/api/spaces/${named}`)).body.named, called);

    await call(other, "make", "by a friend");
    await grant(latecomer!.did, "write");
    // Each of these is the first to look, so that nothing is on its way.
    assert.equal(await get(new Caller(server.url, reader!), "made.0.text"), "by a friend");
    const late = new Caller(server.url, latecomer!);
    await call(late, "made.0.use");
    assert.equal(await get(late, "made.0.uses"), 1);
    const refused = await new Caller(server.url, stranger!).send("GET", `/api/spaces/${named}`);
    assert.equal(refused.body.error?.code ?? refused.body.code, "not-allowed");
  } finally {
    await server.close();
  }
});

Deno.test("a space that another names has that one's access list, whatever becomes of it", async () => {
  const [identity, friend, stranger] = await Promise.all([0, 1, 2].map(() => createIdentity()));
  const server = await startServer({ store: ":memory:", identity: identity!, writeLog: () => {} });
  try {
    const owner = new Caller(server.url, identity!);
    const { space } = (await owner.send("POST", "/api/spaces", {})).body;
    const grant = (to: string, capability: string) =>
      owner.send("PUT", `/api/spaces/${space}/access/${to}`, { capability });
    const named = namedSpaceId(space, "notes");
    const rights = async (who = owner) => {
      const { access } = (await who.send("GET", `/api/spaces/${named}/access`)).body;
      return access.map((line: { principal: string; capability: string }) =>
        `${line.capability} ${line.principal}`
      ).sort();
    };
    server.spaces.open(named, {
      principal: identity!.did,
      named: { home: space, name: "notes" },
    });
    assert.deepEqual(await rights(), [`own ${identity!.did}`]);
    await grant(stranger!.did, "write");
    await grant(friend!.did, "read");
    assert.deepEqual((await rights()).slice(1), [
      `read ${friend!.did}`,
      `write ${stranger!.did}`,
    ]);
    await owner.send("DELETE", `/api/spaces/${space}/access/${stranger!.did}`);
    assert.deepEqual((await rights()).slice(1), [`read ${friend!.did}`]);
    const path = `/api/spaces/${named}/access/${stranger!.did}`;
    const direct = await owner.send("PUT", path, { capability: "write" });
    assert.equal(direct.body.error.code, "rights-follow-home");
    assert.match(direct.body.error.message, /the space 'notes' of did:key:.* change it there/);
    await grant(friend!.did, "own");
    await owner.send("DELETE", `/api/spaces/${space}/access/${identity!.did}`);
    assert.deepEqual(await rights(new Caller(server.url, friend!)), [`own ${friend!.did}`]);
  } finally {
    await server.close();
  }
});

Deno.test("where only the operator makes spaces, others name those that are there", async () => {
  const [identity, friend] = await Promise.all([createIdentity(), createIdentity()]);
  const server = await startServer({
    store: ":memory:",
    identity,
    create: "operator",
    writeLog: () => {},
  });
  try {
    const operator = new Caller(server.url, identity);
    const { space } = (await operator.send("POST", "/api/spaces", {})).body;
    const other = new Caller(server.url, friend);
    await operator.send("PUT", `/api/spaces/${space}/access/${friend.did}`, {
      capability: "write",
    });
    const made = await operator.send("POST", `/api/spaces/${space}/pieces`, {
      program: { main: "/main.tsx", files: { "/main.tsx": MAIN } },
    });
    const call = `/api/spaces/${space}/pieces/${made.body.piece}/call`;
    const count = async () => (await operator.send("GET", "/api/spaces")).body.spaces.length;
    const refused = await other.send("POST", call, { path: "make", event: "x" });
    assert.equal(refused.status, 403, JSON.stringify(refused.body));
    assert.match(refused.body.error.message, /make the space .* needs the right to operate this/);
    assert.equal(await count(), 1);
    assert.equal((await operator.send("POST", call, { path: "shared.use" })).status, 200);
    assert.equal(await count(), 2);
    assert.equal((await other.send("POST", call, { path: "shared.use" })).status, 200);
  } finally {
    await server.close();
  }
});
