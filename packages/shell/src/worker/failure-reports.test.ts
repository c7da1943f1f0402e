import assert from "node:assert/strict";
import type { RunFailure } from "@cf/protocol";
import { FailureReports } from "./failure-reports.ts";

const problem = (message: string) => ({ code: "pattern-error", message, where: "post" });

Deno.test("FailureReports tells nobody until somebody listens, then one after another", async () => {
  const sent: RunFailure[] = [];
  const answers: PromiseWithResolvers<void>[] = [];
  const reports = new FailureReports((failure) => {
    sent.push(failure);
    answers.push(Promise.withResolvers());
    return answers.at(-1)!.promise;
  });
  const position = { path: "/main.tsx", line: 3, column: 4 };
  reports.add({ ...problem("one"), position });
  reports.add(problem("two"));
  assert.deepEqual(sent, []);
  reports.listen();
  assert.deepEqual(sent, [{ code: "pattern-error", message: "one", where: "post", position }]);
  answers[0]!.reject(new Error("gone"));
  await answers[0]!.promise.catch(() => {});
  await Promise.resolve();
  await Promise.resolve();
  assert.deepEqual(sent.map(({ message }) => message), ["one", "two"]);
});

Deno.test("FailureReports keeps the newest of many, and cuts what is long", () => {
  const sent: RunFailure[] = [];
  const reports = new FailureReports((failure) => {
    sent.push(failure);
    return new Promise(() => {});
  });
  for (let n = 0; n < 30; n++) reports.add(problem(`${n} ${"x".repeat(20_000)}`));
  reports.listen();
  assert.match(sent[0]!.message, /^10 x+$/);
  assert.equal(sent[0]!.message.length, 10_000);
});
