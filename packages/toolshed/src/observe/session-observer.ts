/** Counts and logs what happens on a session's channel. */

import type { ChannelObserver } from "../session/channel.ts";
import type { SessionName } from "../session/sessions.ts";
import { errorFields, type Log } from "./log.ts";
import type { Metrics } from "./metrics.ts";

/** The observer of one session. */
export function sessionObserver(
  name: SessionName,
  { metrics, log }: { readonly metrics: Metrics; readonly log: Log },
): ChannelObserver {
  const session = log.with({ space: name.space, session: name.session });
  return {
    onRequest: (request) => metrics.requests.inc({ type: request.type }),
    onFrame(frame) {
      metrics.frames.inc();
      metrics.receipts.inc(frame.receipts.length);
      for (const { local, error } of frame.refusals) {
        metrics.refusals.inc({ code: error.code });
        session.info("commit-refused", { local, seq: frame.seq, code: error.code });
      }
      for (const { local, seq } of frame.receipts) session.debug("commit", { local, seq });
    },
    onLag() {
      metrics.lags.inc();
      session.warn("session-lagging");
    },
    onCaughtUp: (documents) => session.info("session-caught-up", { documents }),
    onError: (error) => session.info("session-error", errorFields(error)),
  };
}
