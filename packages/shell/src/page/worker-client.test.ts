import assert from "node:assert/strict";
import type { Problem, ToPage, ToWorker } from "../messages.ts";
import { WorkerClient, type WorkerLike } from "./worker-client.ts";

class FakeWorker implements WorkerLike {
  readonly received: ToWorker[] = [];
  terminated = false;
  onmessage: ((event: MessageEvent<ToPage>) => void) | null = null;
  onerror: ((event: ErrorEvent) => void) | null = null;
  postMessage(message: ToWorker): void {
    this.received.push(message);
  }
  terminate(): void {
    this.terminated = true;
  }
  say(data: ToPage): void {
    this.onmessage?.(new MessageEvent("message", { data }));
  }
}

function setUp() {
  const workers: FakeWorker[] = [];
  const stuck: boolean[] = [];
  const messages: ToPage[] = [];
  let tick = () => {};
  const client = new WorkerClient({
    start: () => {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker;
    },
    onMessage: (message) => messages.push(message),
    onStuck: (is) => stuck.push(is),
    onCrash: () => {},
    every: (_ms, fn) => {
      tick = fn;
      return () => {};
    },
  });
  return { client, workers, stuck, messages, tick: () => tick() };
}

Deno.test("WorkerClient matches answers and refusals to requests", async () => {
  const { client, workers, messages } = setUp();
  const first = client.request("list-spaces");
  const second = client.request("create-space");
  const problem: Problem = { code: "no", message: "No" };
  workers[0]!.say({ type: "refusal", request: 2, problem });
  workers[0]!.say({ type: "answer", request: 1, value: [] });
  assert.deepEqual(await first, []);
  await assert.rejects(second, problem);
  workers[0]!.say({ type: "ready", principal: "did:key:z" });
  assert.deepEqual(messages, [{ type: "ready", principal: "did:key:z" }]);
});

Deno.test("WorkerClient says when the worker stops answering and when it is back", () => {
  const { workers, stuck, tick } = setUp();
  tick();
  workers[0]!.say({ type: "pong", turn: 1 });
  tick();
  tick();
  assert.deepEqual(stuck, []);
  tick();
  assert.deepEqual(stuck, [true]);
  workers[0]!.say({ type: "pong", turn: 4 });
  assert.deepEqual(stuck, [true, false]);
});

Deno.test("WorkerClient.restart() ends the worker, its requests and the complaint", async () => {
  const { client, workers, stuck, tick } = setUp();
  for (let i = 0; i < 4; i++) tick();
  const request = client.request("list-spaces");
  client.restart();
  assert.deepEqual([workers.length, workers[0]!.terminated, stuck], [2, true, [true, false]]);
  await assert.rejects(request, { code: "restarted" });
  tick();
  tick();
  assert.deepEqual(stuck, [true, false]);
});
