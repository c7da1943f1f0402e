/** What can go wrong with the page, each with a literal code. */

import { CfError } from "@cf/utils";

/** The page's files cannot be made from their sources. */
export class ShellBuildError extends CfError {
  override readonly name = "ShellBuildError";
  constructor(entry: string, output: string) {
    super("shell-build-failed", `Cannot bundle ${entry}: ${output.trim()}`, { data: { entry } });
  }
}

/** The server refused a request or could not be reached. */
export class ServerError extends CfError {
  override readonly name = "ServerError";
  constructor(code: string, action: string, problem: string, cause?: unknown) {
    super(code, `Cannot ${action}: ${problem}`, { cause });
  }
}
