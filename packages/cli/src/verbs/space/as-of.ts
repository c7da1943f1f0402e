/** `cf space as-of`: a document as it was at a commit or a time. */

import { parseAddressKey } from "@cf/protocol";
import type { AsOf } from "@cf/space";
import { readIdentity } from "../../config/identity-file.ts";
import { loadSettings } from "../../config/settings.ts";
import { chooseSpace } from "../../config/store.ts";
import { UsageError } from "../../frame/errors.ts";
import type { Io } from "../../frame/io.ts";
import { argument, count, text, type ValuesOf } from "../../frame/verb.ts";
import { type Operated, operatorOptions, withOperated } from "../../server/operator.ts";

interface Moment {
  readonly seq: number | undefined;
  readonly time: string | undefined;
}

interface PastDocument {
  readonly seq: number;
  readonly value?: unknown;
}

export const about = {
  name: "space as-of",
  summary: "Print a document as it was.",
  examples: [
    ["cf space as-of of:abc… --seq 12", "prints the document as of commit 12"],
    ["cf space as-of of:abc… --time 2026-01-31T12:00:00Z", "prints it as of a time"],
  ],
} as const;

export const options = {
  document: argument(
    "document",
    "id of the document, as in `cf space log`; user/of:… for your own",
  ),
  ...operatorOptions,
  seq: count("--seq <n>", "the commit"),
  time: text("--time <time>", "the time, ISO 8601"),
};

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  const asOf = momentOf(values);
  await withOperated(values, io, async (operated) => {
    const space = chooseSpace(await readable(operated), values.space ?? io.env("CF_SPACE"));
    const { seq, value } = await read(operated, { ...values, space, asOf }, io);
    io.result({ seq, value }, value === undefined ? "" : JSON.stringify(value, null, 2));
    const wrote = seq === 0 ? "It was not written by then." : `Written by commit ${seq}.`;
    if (!io.json) io.say(wrote);
  });
}

interface Wanted {
  readonly space: string;
  readonly document: string;
  readonly asOf: AsOf;
  readonly identity?: string | undefined;
}

/** Reads as the caller: looking at a document needs the right to read the space. */
async function read(operated: Operated, wanted: Wanted, io: Io): Promise<PastDocument> {
  const { space, document, asOf } = wanted;
  if (operated.kind === "server") {
    const [[name, moment]] = Object.entries(asOf) as [[string, number]];
    const place = `${encodeURIComponent(space)}/documents/${encodeURIComponent(document)}`;
    const path = `/api/spaces/${place}?${name}=${moment}`;
    return await operated.client.request("GET", path) as PastDocument;
  }
  const { did } = await readIdentity((await loadSettings(wanted, io)).identity);
  return operated.host.get(space).valueAsOf(parseAddressKey(document), asOf, { principal: did });
}

async function readable(operated: Operated): Promise<readonly string[]> {
  if (operated.kind === "store") return operated.host.list();
  const { spaces } = await operated.client.request("GET", "/api/spaces") as {
    spaces: readonly { readonly space: string }[];
  };
  return spaces.map(({ space }) => space);
}

function momentOf({ seq, time }: Moment): AsOf {
  if (seq !== undefined) return { seq };
  const parsed = Date.parse(time ?? "");
  if (!Number.isNaN(parsed)) return { time: parsed };
  throw new UsageError("Cannot read the past: --seq with a commit or --time with a time is needed");
}
