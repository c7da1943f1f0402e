/** The steps of the gate, each the arguments of one `deno` process. */

import { isTestCode, readRepository } from "../tidy/repository.ts";

/** One step of the gate. */
export interface Step {
  readonly name: string;
  readonly args: readonly string[];
  /** What to do when it fails, where its own output does not say. */
  readonly fix?: string;
}

/** Folders that Deno itself type-checks; patterns are checked by the project's own compiler. */
const CHECKED_FOLDERS = ["packages", "test", "tools"];

/** Folders of programs for the pattern compiler. */
const AUTHORED_FOLDERS = ["patterns", "packages/cli/templates"];

/** Types without behaviour: their examples are programs for the pattern compiler. */
const AUTHOR_TYPES = "packages/api/";

/** All steps, the slowest first. */
export function gateSteps(root: string): readonly Step[] {
  const repository = readRepository(root);
  const folders = CHECKED_FOLDERS.filter((folder) =>
    repository.modulePaths.some((path) => path.startsWith(`${folder}/`))
  );
  const withExamples = repository.modulePaths.filter((path) =>
    path.startsWith("packages/") && !isTestCode(path) && !path.startsWith(AUTHOR_TYPES) &&
    repository.module(path).comments.some(({ text }) => /```(ts|js)\n/.test(text))
  );
  const authored = AUTHORED_FOLDERS.filter((folder) =>
    repository.modulePaths.some((path) => path.startsWith(`${folder}/`))
  );
  return [
    { name: "check", args: ["check", "--quiet", ...folders] },
    {
      name: "doc",
      args: ["run", "-A", "tools/ok/doc-lint.ts"],
      fix: "Give each export a docstring and export the types that its signature names.",
    },
    { name: "examples", args: ["test", "-A", "--doc", "--quiet", ...withExamples] },
    { name: "patterns", args: ["run", "-A", "packages/cli/main.ts", "check", ...authored] },
    { name: "lint", args: ["lint", "--quiet"] },
    { name: "fmt", args: ["fmt", "--check"], fix: "Run `deno fmt`." },
    { name: "tidy", args: ["run", "-A", "tools/tidy/main.ts"] },
  ];
}
