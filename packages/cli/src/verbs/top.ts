/** `cf top`: what a server is doing, again and again until it is stopped. */

import { connectionOptions } from "../config/settings.ts";
import type { Io } from "../frame/io.ts";
import { count, flag, type ValuesOf } from "../frame/verb.ts";
import { formatBytes, formatTable } from "../print/table.ts";
import { openClient } from "../server/client.ts";
import { rateOf, readMetrics, sumOf } from "../server/metrics.ts";

const DEFAULT_EVERY_S = 2;

export const about = {
  name: "top",
  summary: "Show what a server is doing.",
  examples: [
    ["cf top", "shows sessions, commits and memory every two seconds; for the operator"],
    ["cf top --once --json", "prints all metrics once"],
  ],
} as const;

export const options = {
  ...connectionOptions,
  every: count("--every <seconds>", `seconds between readings (default ${DEFAULT_EVERY_S})`),
  once: flag("--once", "read once"),
};

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  const client = await openClient(values, io);
  const everyMs = Math.max(1, values.every ?? DEFAULT_EVERY_S) * 1000;
  let before: { at: number; metrics: ReadonlyMap<string, number> } | undefined;
  while (!io.stop.aborted) {
    const metrics = readMetrics(await client.text("/metrics"));
    const now = { at: performance.now(), metrics };
    const seconds = before === undefined ? 0 : (now.at - before.at) / 1000;
    const rate = (name: string) => rateOf(name, { metrics, before: before?.metrics, seconds });
    io.result(
      Object.fromEntries(metrics),
      formatTable(["what", "now", "per second"], [
        ["sessions", sumOf(metrics, "cf_sessions"), ""],
        ["sockets", sumOf(metrics, "cf_sockets"), ""],
        ["piece processes", sumOf(metrics, "cf_piece_processes"), ""],
        ["commits", sumOf(metrics, "cf_commits_accepted_total"), rate("cf_commits_accepted_total")],
        ["refusals", sumOf(metrics, "cf_commits_refused_total"), rate("cf_commits_refused_total")],
        ["frames", sumOf(metrics, "cf_session_frames_total"), rate("cf_session_frames_total")],
        ["memory", formatBytes(sumOf(metrics, "cf_memory_bytes")), ""],
      ]),
    );
    if (values.once) return;
    if (!io.json) io.out("");
    before = now;
    await pause(everyMs, io.stop);
  }
}

function pause(timeMs: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, timeMs);
    stop.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    }, { once: true });
  });
}
