/** The server's metrics, in Prometheus' text format. */

import type { PoolStatistics } from "@cf/space";
import { Counter, Gauge, Histogram, Registry } from "prom-client";

/** Numbers that the server reads at each scrape. */
export interface Readings {
  readonly sessions: () => number;
  readonly sockets: () => number;
  readonly processes: () => number;
  readonly openSpaces: () => number;
  /** What the reader processes did so far; `null` before the first is needed. */
  readonly reads?: () => PoolStatistics | null;
}

/** One server's metrics; several servers in one process do not share them. */
export class Metrics {
  readonly #registry = new Registry();
  readonly requests: Counter<"type">;
  readonly frames: Counter;
  readonly receipts: Counter;
  readonly refusals: Counter<"code">;
  readonly errors: Counter<"code">;
  readonly lags: Counter;
  readonly commitSeconds: Histogram;
  readonly http: Histogram<"method" | "route" | "status">;
  readonly compiles: Counter<"outcome">;
  readonly runs: Counter<"outcome">;
  readonly repairs: Counter<"action">;

  constructor(readings: Readings) {
    const registers = [this.#registry];
    const counter = <L extends string>(name: string, help: string, labelNames: L[] = []) =>
      new Counter<L>({ name: `cf_${name}`, help, labelNames, registers });
    this.requests = counter("session_requests_total", "Requests of sessions", ["type"]);
    this.frames = counter("session_frames_total", "Frames made for sessions");
    this.receipts = counter("commits_accepted_total", "Receipts given to sessions");
    this.refusals = counter("commits_refused_total", "Refusals given to sessions", ["code"]);
    this.errors = counter("session_errors_total", "Errors told to clients", ["code"]);
    this.lags = counter("session_lags_total", "Times a client was too slow");
    this.compiles = counter("compiles_total", "Compilations", ["outcome"]);
    this.runs = counter("piece_runs_total", "Runs of pieces in child processes", ["outcome"]);
    this.repairs = counter("repairs_total", "Repairs of pattern databases", ["action"]);
    this.commitSeconds = new Histogram({
      name: "cf_commit_seconds",
      help: "From a commit's arrival to its answer",
      buckets: [0.0005, 0.001, 0.002, 0.005, 0.01, 0.05, 0.2, 1],
      registers,
    });
    this.http = new Histogram({
      name: "cf_http_seconds",
      help: "Duration of HTTP requests",
      labelNames: ["method", "route", "status"],
      buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
      registers,
    });
    gauge("sessions", "Open sessions", readings.sessions, registers);
    gauge("sockets", "Open WebSockets", readings.sockets, registers);
    gauge("piece_processes", "Child processes that run pieces", readings.processes, registers);
    gauge("open_spaces", "Spaces that are open", readings.openSpaces, registers);
    readPool(readings.reads ?? (() => null), registers);
    gauge("memory_bytes", "Resident memory", () => Deno.memoryUsage().rss, registers);
  }

  /** The text of a scrape, and its content type. */
  async scrape(): Promise<{ text: string; contentType: string }> {
    return { text: await this.#registry.metrics(), contentType: this.#registry.contentType };
  }
}

function gauge(name: string, help: string, read: () => number, registers: Registry[]): void {
  new Gauge({
    name: `cf_${name}`,
    help,
    registers,
    collect() {
      this.set(read());
    },
  });
}

/** One series for each number of the pool's statistics. */
function readPool(read: () => PoolStatistics | null, registers: Registry[]): void {
  new Gauge({
    name: "cf_read_pool",
    help: "Reader processes: their number, open files, and what they did since the start",
    labelNames: ["statistic"],
    registers,
    collect() {
      for (const [statistic, value] of Object.entries(read() ?? {})) this.set({ statistic }, value);
    },
  });
}
