import assert from "node:assert/strict";
import { isPublicAddress } from "./addresses.ts";
import { OutwardPolicy, type Resolve } from "./policy.ts";

const PUBLIC = ["93.184.215.14", "8.8.8.8", "172.32.0.1", "2606:4700::1111", "[2606:4700::1111]"];
const INNER = [
  "127.0.0.1",
  "127.255.255.254",
  "0.0.0.0",
  "10.0.0.1",
  "172.16.0.1",
  "172.31.255.255",
  "192.168.1.1",
  "169.254.169.254",
  "100.64.0.1",
  "224.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "[::1]",
  "fe80::1",
  "fd00::1",
  "ff02::1",
  "::ffff:127.0.0.1",
  "::ffff:8.8.8.8",
  "::127.0.0.1",
  "64:ff9b::7f00:1",
  "2002:7f00:1::",
  "2001:db8::1",
  "2001::1",
  "no address",
];

Deno.test("isPublicAddress() knows loopback, private, link-local and disguised addresses", () => {
  assert.deepEqual(PUBLIC.filter((one) => !isPublicAddress(one)), []);
  assert.deepEqual(INNER.filter((one) => isPublicAddress(one)), []);
});

/** What the policy says of a URL, with names resolved as given. */
async function verdict(policy: OutwardPolicy, text: string): Promise<string> {
  const url = new URL(text.includes(":/") ? text : `http://${text}`);
  try {
    policy.check(url);
  } catch (error) {
    return (error as Error).message;
  }
  const { promise, resolve } = Promise.withResolvers<string>();
  policy.lookupFor(url)(url.hostname, { all: true }, (error, address) => {
    resolve(error?.message ?? JSON.stringify(address));
  });
  return await promise;
}

const names: Readonly<Record<string, readonly string[]>> = {
  "open.example": ["93.184.215.14", "2606:4700::1111"],
  "inside.example": ["10.1.2.3"],
  "both.example": ["93.184.215.14", "127.0.0.1"],
  "mapped.example": ["::ffff:10.1.2.3"],
};
const resolve: Resolve = (name) => Promise.resolve(names[name] ?? []);

Deno.test("a name is refused when any of its addresses is in the server's own network", async () => {
  const policy = new OutwardPolicy({}, resolve);
  assert.match(await verdict(policy, "https://open.example/x"), /^\[\{"address":"93/);
  for (const host of ["inside.example", "both.example", "mapped.example"]) {
    assert.match(
      await verdict(policy, `http://${host}/x`),
      new RegExp(`^Cannot fetch http://${host}/x: ${host} is in the server's own network`),
    );
  }
  assert.match(await verdict(policy, "http://nowhere.example/"), /has no address/);
});

Deno.test("addresses in URLs are refused in every spelling, and told how to be allowed", async () => {
  const policy = new OutwardPolicy({}, resolve);
  for (
    const url of [
      "http://127.0.0.1:8080/",
      "2130706433/",
      "0x7f.1/",
      "[::1]/",
      "[::ffff:127.0.0.1]/",
      "169.254.169.254/latest/meta-data",
    ]
  ) assert.match(await verdict(policy, url), /allow it with --allow-net \S+$/, url);
  assert.match(await verdict(policy, "file:///etc/passwd"), /file: is not allowed/);
  assert.match(await verdict(policy, "http://open.example:25/"), /port 25 is not one of the web/);
  assert.match(await verdict(policy, "http://open.example:8080/"), /^\[/);
});

Deno.test("what the operator names is allowed, and nothing beside it", async () => {
  const hosts = ["127.0.0.1:8080", "inside.example", "*.corp.example", "10.2.0.0/16", "[::1]:80"];
  const policy = new OutwardPolicy(
    { hosts },
    (name) =>
      Promise.resolve(name === "a.corp.example" ? ["10.9.9.9"] : names[name] ?? ["10.2.3.4"]),
  );
  for (
    const url of [
      "http://127.0.0.1:8080/",
      "http://inside.example:3000/",
      "http://a.corp.example/",
      "http://named.example/",
      "[::1]/",
    ]
  ) assert.match(await verdict(policy, url), /^\[/, url);
  for (
    const url of [
      "http://127.0.0.1:8081/",
      "http://corp.example.evil.example@127.0.0.1/",
      "10.3.0.1/",
      "http://both.example/",
      "[::1]:8080/",
    ]
  ) assert.match(await verdict(policy, url), /^Cannot fetch/, url);
});

Deno.test("without public hosts only what is named is reached", async () => {
  const policy = new OutwardPolicy({ publicHosts: false, hosts: ["open.example"] }, resolve);
  assert.match(await verdict(policy, "https://open.example/"), /^\[/);
  assert.match(
    await verdict(policy, "8.8.8.8/"),
    /only from hosts that its operator names/,
  );
  assert.match(await verdict(policy, "https://inside.example/"), /only from hosts/);
});

Deno.test("a host that is none is refused with examples", () => {
  for (const host of ["http://x/", "10.0.0.0/99", "a b", "x/8", "user@host"]) {
    assert.throws(() => new OutwardPolicy({ hosts: [host] }), {
      code: "bad-host",
      message: /write api\.example\.com/,
    });
  }
});
