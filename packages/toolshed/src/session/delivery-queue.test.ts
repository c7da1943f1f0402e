import assert from "node:assert/strict";
import { decodeServerMessage, type Frame } from "@cf/protocol";
import fc from "fast-check";
import { DeliveryQueue } from "./delivery-queue.ts";

const LIMITS = { deliveryWindowChars: 1_000, deliveryBufferChars: 4_000, partChars: 100_000 };

function frame(seq: number, size = 100): Frame {
  const value = "x".repeat(size);
  return {
    seq,
    changes: [],
    snapshots: [{ id: "of:a", scope: "space", seq, value }],
    queries: [],
    receipts: [],
    refusals: [],
  };
}

function numbers(texts: readonly string[]): number[] {
  return texts.map((text) => (decodeServerMessage(text) as { n: number }).n);
}

Deno.test("DeliveryQueue sends a window's worth until it is acknowledged", () => {
  const queue = new DeliveryQueue(LIMITS, () => 0);
  const sent: string[] = [];
  queue.attach((text) => sent.push(text), 0);
  for (let seq = 1; seq <= 10; seq++) {
    assert.equal(queue.push({ type: "frame", frame: frame(seq) }), true);
  }
  const first = sent.length;
  assert.ok(first >= 2 && first < 10);
  queue.acknowledge(1);
  assert.equal(sent.length, first + 1);
  queue.acknowledge(first + 1);
  assert.deepEqual(numbers(sent), Array.from({ length: sent.length }, (_, n) => n + 1));
});

Deno.test("DeliveryQueue sends one delivery that is bigger than the window alone", () => {
  const queue = new DeliveryQueue(LIMITS, () => 0);
  const sent: string[] = [];
  queue.attach((text) => sent.push(text), 0);
  queue.push({ type: "frame", frame: frame(1, 5_000) });
  queue.push({ type: "frame", frame: frame(2) });
  assert.equal(sent.length, 1);
  queue.acknowledge(1);
  assert.equal(sent.length, 2);
});

Deno.test("DeliveryQueue waits for no acknowledgement that a client does not owe", () => {
  const queue = new DeliveryQueue(LIMITS, () => 0);
  const sent: string[] = [];
  let unacknowledged = 0;
  queue.attach((text) => {
    sent.push(text);
    unacknowledged += text.length;
  }, 0);
  // A client that says no more than it has to: once in a quarter of the window.
  const acknowledge = () => {
    if (unacknowledged < 250) return;
    unacknowledged = 0;
    queue.acknowledge(numbers(sent).at(-1)!);
  };
  let seq = 0;
  for (const size of [10, 5_000, 10, 900, 10, 10, 980, 10, 700, 400, 10, 5_000]) {
    queue.push({ type: "frame", frame: frame(++seq, size) });
    acknowledge();
  }
  for (let i = 0; i < 20; i++) acknowledge();
  assert.equal(sent.length, seq);
});

Deno.test("DeliveryQueue drops frames and keeps answers when its buffer is full", () => {
  const queue = new DeliveryQueue(LIMITS, () => 0);
  const sent: string[] = [];
  queue.attach((text) => sent.push(text), 0);
  let kept = 0;
  for (let seq = 1; seq <= 100; seq++) {
    if (queue.push({ type: "frame", frame: frame(seq) })) kept++;
  }
  assert.ok(kept < 40 && queue.isLagging);
  assert.equal(queue.push({ type: "watched", m: 1, snapshots: [] }), true);
  assert.equal(queue.isDrained, false);
  for (let n = 1; n <= kept + 1; n++) queue.acknowledge(n);
  assert.equal(queue.isDrained, true);
  assert.equal(sent.length, kept + 1);
  queue.catchUp();
  assert.equal(queue.push({ type: "frame", frame: frame(101) }), true);
  assert.deepEqual(numbers(sent.slice(-1)), [kept + 2]);
});

Deno.test("DeliveryQueue gives a client that comes back exactly what it lacks", () => {
  const lose = fc.record({ pushes: fc.nat(4), applied: fc.nat(100), acked: fc.nat(100) });
  fc.assert(fc.property(fc.array(lose, { maxLength: 20 }), (rounds) => {
    const queue = new DeliveryQueue(
      { ...LIMITS, deliveryBufferChars: 1_000_000 },
      () => 0,
    );
    const applied: number[] = [];
    let pushed = 0;
    for (const round of [...rounds, { pushes: 1, applied: 100, acked: 0 }]) {
      const sent: string[] = [];
      const received = applied.length;
      assert.equal(queue.canResume(received), true);
      queue.attach((text) => sent.push(text), received);
      for (let n = 0; n < round.pushes; n++) queue.push({ type: "frame", frame: frame(++pushed) });
      // The socket is lost after some of what was sent arrived, and some of that was acknowledged.
      let index = 0;
      while (index < sent.length && index < round.applied) {
        applied.push(...numbers([sent[index++]!]));
        if (index <= round.acked) queue.acknowledge(applied.at(-1)!);
      }
      queue.detach();
    }
    assert.deepEqual(applied, Array.from({ length: applied.length }, (_, n) => n + 1));
  }));
});

Deno.test("DeliveryQueue.canResume() refuses a client that lacks what was forgotten", () => {
  const queue = new DeliveryQueue(LIMITS, () => 0);
  queue.attach(() => {}, 0);
  for (let seq = 1; seq <= 3; seq++) queue.push({ type: "frame", frame: frame(seq) });
  queue.acknowledge(2);
  const can = [0, 1, 2, 3, 4].map((received) => queue.canResume(received));
  assert.deepEqual(can, [false, false, true, true, false]);
});
