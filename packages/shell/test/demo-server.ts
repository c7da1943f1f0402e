/** Serves the built page with a worker of the tests', under the policy that servers set. */

import { bundle } from "../../../test/browser/bundle.ts";
import { buildShell, type BuiltShell } from "../src/build/build-shell.ts";

/** The page's policy at its strictest: no inline style or script, no evaluation. */
const PAGE_POLICY = "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; " +
  "img-src 'self' data: blob: https:; connect-src 'self'; base-uri 'none'; form-action 'none'";
const WORKER_POLICY = "default-src 'none'; script-src 'self' 'unsafe-eval'; connect-src 'self'";

/** A server of the page on a free port. */
export interface DemoServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the page with the worker in `entry`, relative to this file. */
export async function serveDemo(entry = "./demo-worker.ts"): Promise<DemoServer> {
  const folder = await Deno.makeTempDir({ prefix: "cf-shell-" });
  const [shell, worker] = await Promise.all([
    buildShell(folder, { minify: false }),
    bundle(new URL(entry, import.meta.url)),
  ]);
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, (request) => {
    return answer(shell, worker, new URL(request.url).pathname);
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    close: async () => {
      await server.shutdown();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

function answer(shell: BuiltShell, worker: string, path: string): Response {
  const file = shell.files.get(path);
  if (file === undefined) return respond(shell.document, "text/html; charset=utf-8", PAGE_POLICY);
  if (file.isWorker) return respond(worker, file.contentType, WORKER_POLICY);
  return respond(file.content, file.contentType, PAGE_POLICY);
}

function respond(body: string, contentType: string, policy: string): Response {
  const headers = { "content-type": contentType, "content-security-policy": policy };
  return new Response(body, { headers });
}
