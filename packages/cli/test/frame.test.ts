import assert from "node:assert/strict";
import { Workplace } from "./run-cf.ts";

Deno.test("cf without a command shows help on stderr and exits with 2", async () => {
  await using workplace = new Workplace();
  const { status, out, err } = await workplace.cf([]);
  assert.equal(status, 2);
  assert.equal(out, "");
  assert.match(err, /Usage: cf/);
});

Deno.test("cf --help lists the commands on stdout and exits with 0", async () => {
  await using workplace = new Workplace();
  const { status, out, err } = await workplace.cf(["--help"]);
  assert.equal(status, 0);
  assert.match(out, /\n {2}id +The key/);
  assert.equal(err, "");
});

Deno.test("cf names the verb that was probably meant and exits with 2", async () => {
  await using workplace = new Workplace();
  const { status, err } = await workplace.cf(["id", "shw"]);
  assert.equal(status, 2);
  assert.match(err, /Cannot read the command line: .*'shw'.*show/);
});

Deno.test("cf leads to the help of the command that was meant", async () => {
  await using workplace = new Workplace();
  const hint = async (...args: string[]) =>
    /\nnext: `(.*)` shows what is possible\.\n$/.exec((await workplace.cf(args)).err)?.[1];
  assert.equal(await hint("dev"), "cf dev --help");
  assert.equal(await hint("piece", "new", "--json=no"), "cf piece new --help");
  assert.equal(await hint("piece", "nw"), "cf piece --help");
  assert.equal(await hint("nonsense"), "cf --help");
});

Deno.test("cf refuses a word that is no choice, and an unknown flag", async () => {
  await using workplace = new Workplace();
  const choice = await workplace.cf(["completion", "tcsh"]);
  assert.equal(choice.status, 2);
  assert.match(choice.err, /one of bash, zsh, fish/);
  const unknown = await workplace.cf(["id", "show", "--nope"]);
  assert.equal(unknown.status, 2);
  assert.match(unknown.err, /--nope/);
});

Deno.test("cf --json prints a failure as one JSON object on stderr", async () => {
  await using workplace = new Workplace();
  const { status, out, err } = await workplace.cf(["id", "show", "--json"]);
  assert.equal(status, 1);
  assert.equal(out, "");
  const { error } = JSON.parse(err);
  assert.equal(error.code, "identity-missing");
  assert.match(error.message, /^Cannot find your key: /);
});

Deno.test("cf says what to do next after a failure, and where it was under --verbose", async () => {
  await using workplace = new Workplace();
  const short = await workplace.cf(["id", "show"]);
  assert.match(short.err, /\nnext: Make one with `cf id new`/);
  assert.doesNotMatch(short.err, /\n\s+at /);
  const long = await workplace.cf(["id", "show", "--verbose"]);
  assert.match(long.err, /\n\s+at .*identity-file\.ts/);
});

Deno.test("every verb has help with an example that begins with its own name", async () => {
  await using workplace = new Workplace();
  const { VERBS } = await import("../src/verbs/all.ts");
  for (const { about, options } of VERBS) {
    assert.ok(about.examples.length > 0, about.name);
    assert.ok(about.examples.some(([command]) => command.includes(`cf ${about.name}`)), about.name);
    assert.match(about.summary, /^[A-Z].*\.$/, about.name);
    for (const [key, option] of Object.entries(options)) {
      assert.match(
        option.syntax,
        /^(<[a-z/-]+>|\[[a-z-]+(\.\.\.)?\]|(-\w, )?--[\w-]+( <[a-z-]+(\.\.\.)?>)?)$/,
        key,
      );
    }
  }
  const { out } = await workplace.cf(["id", "new", "--help"]);
  assert.match(out, /Examples:\n {2}\$ cf id new/);
});
