import assert from "node:assert/strict";
import { Op } from "@cf/html";
import { DemoHost, SPACE } from "../../test/demo-host.ts";
import type { ToPage } from "../messages.ts";
import { PieceServer } from "./piece-server.ts";

function serve() {
  const said: ToPage[] = [];
  const server = new PieceServer(new DemoHost(), (message) => said.push(message));
  const types = () => said.splice(0).map(({ type }) => type);
  return { server, said, types };
}

/** The node that listens to clicks and says `text`, found in a view's batches. */
function buttonOf(said: readonly ToPage[], text: string): number {
  const batch = said.flatMap((message) => message.type === "batch" ? [...message.batch] : []);
  const at = batch.findIndex((operand, i) => operand === Op.content && batch[i + 2] === text);
  return batch[at + 1] as number;
}

Deno.test("PieceServer opens a space, shows a piece and passes its events on", () => {
  const { server, said, types } = serve();
  assert.deepEqual(types(), ["ready"]);
  server.receive({ type: "open-space", space: SPACE });
  assert.deepEqual(types(), ["connection", "pieces"]);
  server.receive({ type: "open-piece", view: 7, piece: "piece:counter" });
  const node = buttonOf(said, "More");
  assert.deepEqual(types(), ["batch", "piece-ready", "piece-name"]);
  const payload = { type: "click", target: {} };
  server.receive({ type: "view-event", view: 7, event: { kind: "event", node, payload } });
  server.receive({ type: "view-event", view: 8, event: { kind: "event", node, payload } });
  server.receive({ type: "close-piece", view: 7 });
  const last = said.at(-1)!;
  assert.equal(last.type, "batch");
  assert.ok("batch" in last && last.batch.includes("1") && last.batch.includes(Op.remove));
});

Deno.test("PieceServer answers requests, and refuses with the problem", async () => {
  const { server, said } = serve();
  server.receive({ type: "list-spaces", request: 3 });
  await Promise.resolve();
  const answer = said.at(-1);
  assert.ok(answer?.type === "answer" && answer.request === 3 && Array.isArray(answer.value));
  class Refusing extends DemoHost {
    override spaces(): Promise<never> {
      return Promise.reject({ code: "no", message: "Cannot list spaces: no" });
    }
  }
  const { promise, resolve } = Promise.withResolvers<ToPage>();
  const refusing = new PieceServer(new Refusing(), (message) => {
    if (message.type === "refusal") resolve(message);
  });
  refusing.receive({ type: "list-spaces", request: 1 });
  const problem = { code: "no", message: "Cannot list spaces: no" };
  assert.deepEqual(await promise, { type: "refusal", request: 1, problem });
});

Deno.test("PieceServer closes the pieces of a space with it", () => {
  const { server, types } = serve();
  server.receive({ type: "open-space", space: SPACE });
  server.receive({ type: "open-piece", view: 1, piece: "piece:todo" });
  types();
  server.receive({ type: "close-space" });
  assert.deepEqual(types(), ["batch"]);
  server.receive({ type: "open-piece", view: 2, piece: "piece:todo" });
  assert.deepEqual(types(), []);
});
