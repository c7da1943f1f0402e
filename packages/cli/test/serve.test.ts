import assert from "node:assert/strict";
import { readLines } from "../src/frame/read-lines.ts";
import { Workplace } from "./run-cf.ts";

Deno.test("cf serve makes key, store and space on the first run, and keeps them", async () => {
  await using workplace = new Workplace();
  let first;
  {
    await using serving = await workplace.serve();
    first = { space: serving.space, operator: serving.operator };
    assert.equal(await (await fetch(`${serving.url}/healthz`)).text(), "ok\n");
  }
  assert.equal((await Deno.stat(workplace.path(".cf/identity.json"))).mode! & 0o777, 0o600);
  await using again = await workplace.serve();
  assert.deepEqual({ space: again.space, operator: again.operator }, first);
});

Deno.test("cf finds a server started in a folder above from its .cf/config.json", async () => {
  await using workplace = new Workplace();
  await using serving = await workplace.serve();
  const { out, err, status } = await workplace.cf(["space", "ls", "--json"]);
  assert.equal(status, 0, err);
  assert.deepEqual(JSON.parse(out).map(({ space }: { space: string }) => space), [serving.space]);
});

Deno.test("cf acl gives and takes rights, and a stranger is told what to do", async () => {
  await using workplace = new Workplace();
  await using _serving = await workplace.serve();
  const stranger = (await workplace.cf(["id", "new", "--out", "ann.json"])).out.trim();
  const asStranger = ["-i", "ann.json"];
  const refused = await workplace.cf(["acl", "ls", ...asStranger]);
  assert.equal(refused.status, 4);
  assert.match(refused.err, /needs the right to own/);
  assert.match(refused.err, /cf acl add/);
  const mistyped = await workplace.cf(["acl", "add", stranger.slice(0, -1), "own"]);
  assert.equal(mistyped.status, 2);
  assert.match(mistyped.err, /it is no DID of a key; «cf id show» prints one/);
  const given = await workplace.cf(["acl", "add", stranger, "own"]);
  assert.equal(given.status, 0, given.err);
  const listed = await workplace.cf(["acl", "ls", ...asStranger, "--json"]);
  assert.equal(JSON.parse(listed.out).length, 2);
  assert.equal((await workplace.cf(["acl", "rm", stranger])).status, 0);
  assert.equal((await workplace.cf(["acl", "ls", ...asStranger])).status, 4);
});

Deno.test("cf space new makes a space that nobody else sees", async () => {
  await using workplace = new Workplace();
  await using serving = await workplace.serve();
  await workplace.cf(["id", "new", "--out", "ann.json"]);
  const made = await workplace.cf(["space", "new", "-i", "ann.json"]);
  assert.match(made.out, /^did:key:\S+\n$/);
  const theirs = await workplace.cf(["space", "ls", "-i", "ann.json", "--json"]);
  assert.deepEqual(JSON.parse(theirs.out), [
    { space: made.out.trim(), seq: 1, capability: "own" },
  ]);
  const ours = await workplace.cf(["space", "ls", "--json"]);
  assert.deepEqual(JSON.parse(ours.out).map(({ space }: { space: string }) => space), [
    serving.space,
  ]);
});

Deno.test("cf serve says which port is taken and which store is open", async () => {
  await using workplace = new Workplace();
  await using serving = await workplace.serve();
  const port = new URL(serving.url).port;
  const taken = await workplace.cf(["serve", "--port", port, "--folder", "other", "--json"]);
  assert.equal(JSON.parse(taken.err.split("\n").at(-2)!).error.code, "port-taken");
  const locked = await workplace.cf(["serve", "--port", "0", "--json"]);
  assert.equal(locked.status, 1);
  assert.equal(JSON.parse(locked.err).error.code, "store-locked");
});

Deno.test("cf says that no server answers, and which is meant", async () => {
  await using workplace = new Workplace();
  await workplace.cf(["id", "new"]);
  const env = { CF_API_URL: "http://127.0.0.1:9" };
  const { status, err } = await workplace.cf(["space", "ls"], { env });
  assert.equal(status, 1);
  assert.match(err, /Cannot reach the server at http:\/\/127\.0\.0\.1:9: .*\n.*cf serve/);
  const unnamed = await workplace.cf(["space", "ls"]);
  assert.equal(unnamed.status, 2);
});

Deno.test("cf call says that the server is gone, and with --wait goes on when it is back", async () => {
  await using workplace = new Workplace();
  await workplace.cf(["new", "mine"]);
  let piece, port;
  {
    await using serving = await workplace.serve();
    port = new URL(serving.url).port;
    piece = (await workplace.cf(["piece", "new", "mine/main.tsx"])).out.trim();
  }
  const gone = await workplace.cf(["call", `${piece}/increment`, "{}", "--json"]);
  assert.equal(gone.status, 1);
  assert.equal(JSON.parse(gone.err).error.code, "server-unreachable");
  const waiting = workplace.spawn(["call", `${piece}/increment`, "{}", "--wait"]);
  const talk = readLines(waiting.stderr);
  assert.match((await talk.next()).value, /Waiting for the server/);
  await using _serving = await workplace.serve(["--port", port]);
  assert.equal((await waiting.status).code, 0);
  await waiting.stdout.cancel();
  const { out } = await workplace.cf(["get", `${piece}/value`]);
  assert.equal(out, "1\n");
});

Deno.test("cf serve refuses to keep nothing of the log, and takes what it may keep", async () => {
  await using workplace = new Workplace();
  for (const flag of ["--keep-commits", "--keep-days"]) {
    const { status, err } = await workplace.cf(["serve", "--port", "0", flag, "0"]);
    assert.equal(status, 2);
    assert.match(err, new RegExp(`${flag} must be at least 1`));
  }
  const refused = await workplace.cf(["serve", "--port", "0", "--frame-deadline", "soon"]);
  assert.equal(refused.status, 2);
  const args = ["--keep-commits", "5", "--keep-days", "1", "--frame-deadline", "100"];
  await using serving = await workplace.serve(args);
  assert.equal((await workplace.cf(["space", "ls", "--json"])).status, 0, serving.url);
});

Deno.test("cf serve says which addresses and ports it can take", async () => {
  await using workplace = new Workplace();
  for (const origin of ["foo", "ftp://x.example", "https://x.example/path"]) {
    const { status, err } = await workplace.cf(["serve", "--port", "0", "--origin", origin]);
    assert.equal(status, 2);
    assert.match(err, /Cannot serve as .*: an address without a path is needed, such as https:/);
  }
  const { status, err } = await workplace.cf(["serve", "--port", "99999"]);
  assert.equal(status, 2);
  assert.match(err, /a port from 0 to 65535 is needed/);
});
