/**
 * Runs pattern test files, one after another, in a process of its own, which can be killed when a
 * file never ends. Reads requests and writes steps and reports, each a line of JSON, on stdin and
 * stdout.
 */

import { sharedCompiler, testFile } from "@cf/fabric";
import { render, TreeApplier } from "@cf/html";
import { type Runtime, viewHost } from "@cf/runner";
import { readLines } from "../frame/read-lines.ts";
import type { ChildMessage, ChildRequest } from "./test-process.ts";

/** Mounts a view on a plain tree, as a page would, without a page. */
function renderHeadless(runtime: Runtime, view: unknown): { close(): void } {
  const applier = new TreeApplier();
  const rendered = render(view, {
    reactivity: viewHost(runtime),
    applier,
    onError: (error) => runtime.reportError(error, "render"),
  });
  rendered.flush();
  return { close: () => rendered.dispose() };
}

async function answer(request: ChildRequest): Promise<void> {
  const { file, filter, cacheFolder, explain } = request;
  const report = await testFile(file, {
    compiler: sharedCompiler(cacheFolder),
    render: renderHeadless,
    progress: {
      compiled: () => say({ compiled: true }),
      began: (step) => say({ began: step }),
      ended: (step) => say({ ended: step }),
    },
    ...(filter === undefined ? {} : { filter }),
    ...(explain ? { onExplain: (text: string) => console.error(text) } : {}),
  });
  say({ report });
}

function say(message: ChildMessage): void {
  let rest: Uint8Array = new TextEncoder().encode(`${JSON.stringify(message)}\n`);
  while (rest.length > 0) rest = rest.subarray(Deno.stdout.writeSync(rest));
}

if (import.meta.main) {
  // Standard output belongs to the reports.
  for (const level of ["log", "info", "debug"] as const) console[level] = console.error;
  for await (const line of readLines(Deno.stdin.readable)) {
    await answer(JSON.parse(line) as ChildRequest);
  }
  Deno.exit(0);
}
