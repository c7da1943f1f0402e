/** A `mod.ts` is a table of contents: a doc block marked `@module`, and exports from other files. */

import type { Check } from "../check.ts";

export const modPurity: Check = {
  name: "mod-purity",
  *run(repository) {
    for (const path of repository.modulePaths) {
      if (!path.endsWith("/mod.ts")) continue;
      if (!/^\/\*\*[\s\S]*?@module[\s\S]*?\*\//.test(repository.text(path))) {
        const fix = "Open it with a doc block that says what the package is and ends in @module";
        yield { file: path, line: 1, what: "mod.ts has no module doc block", fix };
      }
      const { codeLines, imports } = repository.module(path);
      const importLines = imports.filter((one) => one.kind !== "export").map((one) => one.line);
      for (const line of [...codeLines, ...importLines]) {
        const fix = "Move it to a file under src/ and export it from there";
        yield { file: path, line, what: "mod.ts holds code", fix };
      }
    }
  },
};
