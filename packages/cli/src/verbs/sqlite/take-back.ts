/** `cf sqlite take-back`: takes a deleted database out of the trash again. */

import { chooseNamed, databaseName } from "../../database/choose.ts";
import type { Io } from "../../frame/io.ts";
import { argument, type ValuesOf } from "../../frame/verb.ts";
import { operatorOptions, withOperator } from "../../server/operator.ts";

export const about = {
  name: "sqlite take-back",
  summary: "Take a deleted database out of the trash.",
  examples: [["cf sqlite take-back 3kq2", "undoes what `cf piece rm` did to its database"]],
} as const;

export const options = {
  database: argument("database", "a deleted database, or any part of its name; see sqlite gc"),
  ...operatorOptions,
};

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  await withOperator(values, io, async (space) => {
    const { databases } = await space.run("databases", {});
    const trashed = databases.filter(({ state }) => state === "trashed");
    // Of one that was deleted more than once the newest is meant.
    const newest = new Map(trashed.map((one) => [databaseName(one.key), one]));
    const name = chooseNamed([...newest.keys()], values.database, "in the trash");
    const { number } = newest.get(name)!;
    const { seq } = await space.run("take-back", { number });
    const { unreferenced } = await space.run("gc", { graceMs: 0, dryRun: true });
    const hasHandle = !unreferenced.some((one) => one.number === number);
    io.result({ database: name, seq, hasHandle }, "");
    io.say(`${name} is back, with commit ${seq}${hasHandle ? ", and its handle" : ""}.`);
    if (!hasHandle) {
      io.say("The log does not know its handle any more; `cf sqlite export` takes its rows out.");
    }
  });
}
