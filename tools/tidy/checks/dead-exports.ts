/** Every exported name is imported somewhere, or is part of a package's public surface. */

import type { Check } from "../check.ts";
import type { Repository } from "../repository.ts";

/** Names that a tool finds by convention rather than by an import. */
const CONVENTIONAL = /\.bench\.ts:figures$|^(patterns|packages\/cli\/templates)\//;

export const deadExports: Check = {
  name: "dead-exports",
  *run(repository) {
    const used = usedNames(repository);
    for (const path of repository.modulePaths) {
      const names = used.get(path);
      if (names?.has("*") === true) continue;
      for (const { name, line, signatureType } of repository.module(path).exports) {
        if (signatureType || names?.has(name) === true || CONVENTIONAL.test(`${path}:${name}`)) {
          continue;
        }
        const fix = "Drop the export keyword, or the declaration if nothing here uses it either";
        yield { file: path, line, what: `export ${name} is never imported`, fix };
      }
    }
  },
};

/** For each module the names that others use; entry points count as used in full. */
function usedNames(repository: Repository): ReadonlyMap<string, ReadonlySet<string>> {
  const used = new Map<string, Set<string>>();
  const note = (path: string, names: readonly string[]) => {
    const known = used.get(path) ?? new Set<string>();
    for (const name of names) known.add(name);
    used.set(path, known);
  };
  for (const path of repository.entryPoints.values()) note(path, ["*"]);
  // The table of contents of a folder is a surface too, whoever uses it.
  for (const path of repository.modulePaths) if (path.endsWith("/mod.ts")) note(path, ["*"]);
  for (const path of repository.modulePaths) {
    for (const { specifier, names } of repository.module(path).imports) {
      const target = repository.resolve(path, specifier);
      if (target !== undefined) note(target, names);
    }
  }
  return used;
}
