/** `cf space as-of`: a document as it was at a commit or a time. */

import { readIdentity } from "../../config/identity-file.ts";
import { identityOptions, loadSettings } from "../../config/settings.ts";
import { storedSpaceOptions, withSpace } from "../../config/store.ts";
import { UsageError } from "../../frame/errors.ts";
import type { Io } from "../../frame/io.ts";
import { argument, count, text, type ValuesOf } from "../../frame/verb.ts";

export const about = {
  name: "space as-of",
  summary: "Print a document as it was.",
  examples: [
    ["cf space as-of of:abc… --seq 12", "prints the document as of commit 12"],
    ["cf space as-of of:abc… --time 2026-01-31T12:00:00Z", "prints it as of a time"],
  ],
} as const;

export const options = {
  document: argument("document", "id of the document, as in `cf space log`"),
  ...storedSpaceOptions,
  ...identityOptions,
  seq: count("--seq <n>", "the commit"),
  time: text("--time <time>", "the time, ISO 8601"),
};

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  const asOf = momentOf(values);
  const { identity } = await loadSettings(values, io);
  const { did } = await readIdentity(identity);
  await withSpace(values, io, (space) => {
    const { seq, value } = space.valueAsOf({ id: values.document }, asOf, { principal: did });
    io.result({ seq, value }, value === undefined ? "" : JSON.stringify(value, null, 2));
    const wrote = seq === 0 ? "It was not written by then." : `Written by commit ${seq}.`;
    if (!io.json) io.say(wrote);
  });
}

function momentOf({ seq, time }: { seq: number | undefined; time: string | undefined }) {
  if (seq !== undefined) return { seq };
  const parsed = Date.parse(time ?? "");
  if (!Number.isNaN(parsed)) return { time: parsed };
  throw new UsageError("Cannot read the past: --seq with a commit or --time with a time is needed");
}
