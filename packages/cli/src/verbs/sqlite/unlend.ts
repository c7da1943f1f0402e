/** `cf sqlite unlend`: takes a file that was lent to a space back. */

import { chooseNamed } from "../../database/choose.ts";
import type { Io } from "../../frame/io.ts";
import { argument, type ValuesOf } from "../../frame/verb.ts";
import { operatorOptions, withOperator } from "../../server/operator.ts";

export const about = {
  name: "sqlite unlend",
  summary: "Take a file back that was lent to a space.",
  examples: [["cf sqlite unlend people.db", "its handle stays, and its queries fail"]],
} as const;

export const options = {
  file: argument("file", "a lent file, or any part of its path; see sqlite lent"),
  ...operatorOptions,
};

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<void> {
  await withOperator(values, io, async (space) => {
    const { files } = await space.run("lent", {});
    const path = chooseNamed(files.map((file) => file.path), values.file, "lent");
    const { id } = files.find((file) => file.path === path)!;
    await space.run("take-file-back", { id });
    io.result({ file: path, id }, "");
    io.say(`${path} is lent no more.`);
  });
}
