/** What is wrong within a file of rows, before the file is named. */

import { CfError } from "@cf/utils";

/** `problem` says where in the file and what. Code `bad-rows`. */
export class RowsProblem extends CfError {
  override readonly name = "RowsProblem";
  constructor(readonly problem: string, cause?: unknown) {
    super("bad-rows", `Cannot read the rows: ${problem}`, { data: { problem }, cause });
  }
}
