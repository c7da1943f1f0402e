/** The state of the connection: a pill in the header and a banner while offline. */

import { html, nothing, type TemplateResult } from "lit";
import type { PageState } from "../state.ts";

const LABELS = {
  connecting: "Connecting",
  open: "Live",
  offline: "Offline",
  closed: "Closed",
} as const;

/** The pill; nothing where no space is open. */
export function connectionView(state: PageState): TemplateResult | typeof nothing {
  const { connection } = state;
  if (state.route.kind === "home" || connection === undefined) return nothing;
  const { status, pendingCommits } = connection;
  const saving = status === "open" && pendingCommits > 0;
  const label = saving ? "Saving" : LABELS[status];
  return html`
    <span class="pill ${saving ? "saving" : status}" title=${hint(status, pendingCommits)}>
      <span class="dot" aria-hidden="true"></span>${label}
    </span>
  `;
}

/** What the connection's state means for what one is doing. */
export function offlineBanner(state: PageState): TemplateResult | typeof nothing {
  if (state.route.kind === "home" || state.connection?.status !== "offline") return nothing;
  const { pendingCommits } = state.connection;
  const waiting = pendingCommits === 0
    ? "You can go on; changes are kept here and sent later."
    : `${pendingCommits} ${pendingCommits === 1 ? "change waits" : "changes wait"} to be sent.`;
  return html`<div class="banner" role="status">
    <strong>No connection to the server.</strong> ${waiting} Trying again…
  </div>`;
}

function hint(status: keyof typeof LABELS, pendingCommits: number): string {
  if (status === "open") {
    return pendingCommits === 0 ? "Everything is saved" : `${pendingCommits} changes under way`;
  }
  return status === "offline" ? "Trying to reach the server again" : LABELS[status];
}
