/** A worker over the host without a server. */

import type { ToPage, ToWorker } from "../src/messages.ts";
import { PieceServer } from "../src/worker/piece-server.ts";
import { DemoHost } from "./demo-host.ts";

const scope = self as unknown as {
  postMessage(message: ToPage): void;
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
};
const server = new PieceServer(new DemoHost(), (message) => scope.postMessage(message));
scope.onmessage = ({ data }) => server.receive(data);
