/** `cf space verify`: walks the hash chain of a space's log and names each place where it breaks. */

import type { Io } from "../../frame/io.ts";
import type { ValuesOf } from "../../frame/verb.ts";
import { operatorOptions, withOperator } from "../../server/operator.ts";

export const about = {
  name: "space verify",
  summary: "Check the hash chain of a space's log.",
  examples: [["cf space verify --store .cf/store", "prints each commit that was tampered with"]],
} as const;

export const options = operatorOptions;

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<number> {
  return await withOperator(values, io, async ({ space, run }) => {
    const { seq, problems } = await run("verify-log", {});
    const lines = problems.map(({ seq, problem }) => `commit ${seq}: ${problem}`);
    io.result({ space, seq, problems }, lines.join("\n"));
    if (problems.length === 0) io.say(io.style.green(`The log holds through commit ${seq}.`));
    else io.say(io.style.red(`The log breaks in ${problems.length} places.`));
    return problems.length === 0 ? 0 : 1;
  });
}
