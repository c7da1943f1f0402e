/** `cf space export`: the whole log of a space, one commit a line. */

import { storedSpaceOptions, withSpace } from "../../config/store.ts";
import type { Io } from "../../frame/io.ts";
import { count, type ValuesOf } from "../../frame/verb.ts";

export const about = {
  name: "space export",
  summary: "Print the log of a space as lines of JSON.",
  examples: [
    ["cf space export --store .cf/store > log.jsonl", "prints records, hashes and changesets"],
    ["cf space export --after 1000", "prints what came after commit 1000"],
  ],
} as const;

export const options = {
  ...storedSpaceOptions,
  after: count("--after <seq>", "first commit left out"),
};

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  await withSpace(values, io, (space) => {
    for (const { record, changeset, hash } of space.log({ after: values.after ?? 0 })) {
      io.out(JSON.stringify({
        ...record,
        operations: record.operations.map(({ operation, scope }) => ({ ...operation, scope })),
        hash: hash.toHex(),
        ...(changeset === null ? {} : { changeset: changeset.toBase64() }),
      }));
    }
  });
}
