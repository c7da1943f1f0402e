/** The worker's entry: the browser's identity, the runtime, and a server for the page. */

import type { ToPage, ToWorker } from "../messages.ts";
import { problemOf } from "../messages.ts";
import { loadIdentity } from "./identity-store.ts";
import { PieceServer } from "./piece-server.ts";
import { RuntimeHost } from "./runtime-host.ts";
import { ServerApi } from "./server-api.ts";

interface WorkerScope {
  postMessage(message: ToPage): void;
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
}

const scope = self as unknown as WorkerScope;
const post = (message: ToPage) => scope.postMessage(message);

try {
  const identity = await loadIdentity();
  const { origin } = location;
  const api = new ServerApi(origin, identity);
  const server = new PieceServer(new RuntimeHost({ origin, identity, api }), post);
  scope.onmessage = ({ data }) => server.receive(data);
} catch (error) {
  post({ type: "problem", problem: problemOf(error, "the worker's start") });
}
