/** Counts, times, traces and logs what happens on a session's channel. */

import type { Frame, RequestMessage } from "@cf/protocol";
import type { CfError } from "@cf/utils";
import type { Span } from "@opentelemetry/api";
import type { ChannelObserver } from "../session/channel.ts";
import type { SessionName } from "../session/sessions.ts";
import { errorFields, type Log } from "./log.ts";
import type { Metrics } from "./metrics.ts";
import { failSpan, startSpan } from "./trace.ts";

/** How many unanswered commits are timed; beyond that they are only counted. */
const TIMED_MAX = 1_000;

/** The observer of one session. */
export class SessionObserver implements ChannelObserver {
  readonly #name: SessionName;
  readonly #metrics: Metrics;
  readonly #log: Log;
  readonly #commits = new Map<number, { readonly span: Span; readonly startedMs: number }>();

  constructor(name: SessionName, { metrics, log }: { metrics: Metrics; log: Log }) {
    this.#name = name;
    this.#metrics = metrics;
    this.#log = log.with({ space: name.space, session: name.session });
  }

  onRequest(request: RequestMessage): void {
    this.#metrics.requests.inc({ type: request.type });
    if (request.type !== "commit" || this.#commits.size >= TIMED_MAX) return;
    const { local } = request.commit;
    const { space, session } = this.#name;
    const attributes = { "cf.space": space, "cf.session": session, "cf.local": local };
    this.#commits.set(local, {
      span: startSpan("commit", attributes),
      startedMs: performance.now(),
    });
  }

  onFrame(frame: Frame): void {
    this.#metrics.frames.inc();
    for (const { local, seq } of frame.receipts) {
      this.#metrics.receipts.inc();
      this.#log.debug("commit", { local, seq });
      this.#answered(local)?.setAttribute("cf.seq", seq).end();
    }
    for (const { local, error } of frame.refusals) {
      this.#metrics.refusals.inc({ code: error.code });
      this.#log.info("commit-refused", { local, seq: frame.seq, code: error.code });
      const span = this.#answered(local);
      if (span === undefined) continue;
      failSpan(span, error);
      span.end();
    }
  }

  onLag(): void {
    this.#metrics.lags.inc();
    this.#log.warn("session-lagging");
  }

  onCaughtUp(documents: number): void {
    this.#log.info("session-caught-up", { documents });
  }

  onError(error: CfError): void {
    this.#log.info("session-error", errorFields(error));
  }

  #answered(local: number): Span | undefined {
    const commit = this.#commits.get(local);
    if (commit === undefined) return undefined;
    this.#commits.delete(local);
    this.#metrics.commitSeconds.observe((performance.now() - commit.startedMs) / 1000);
    return commit.span;
  }
}
