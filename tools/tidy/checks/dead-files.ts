/**
 * Every module is reached from something that runs: a package's entry points, a task, a script or
 * a test. Code of a package that only its tests reach is dead unless it lies in a test folder.
 */

import type { Check } from "../check.ts";
import { isTestCode, type Repository } from "../repository.ts";

/** Where authors' programs are, whose roots are what somebody runs. */
const AUTHORS = /^(patterns|packages\/cli\/templates)\//;

/** Added to every program of an author by the compiler and by editors, by its name. */
const AMBIENT = "packages/api/jsx-global.ts";

export const deadFiles: Check = {
  name: "dead-files",
  *run(repository) {
    const modules = repository.modulePaths.filter((path) => !AUTHORS.test(path));
    const fromProduct = reachable(repository, [
      ...repository.entryPoints.values(),
      AMBIENT,
      ...modules.filter((path) => isNamedByConfig(repository, path)),
    ]);
    const fromTests = reachable(repository, modules.filter(isTestRoot));
    for (const path of modules) {
      if (fromProduct.has(path) || isTestRoot(path)) continue;
      if (!fromTests.has(path)) {
        const fix = "Delete it, or import it from where it is needed";
        yield { file: path, line: 1, what: "nothing reaches this file", fix };
      } else if (!isTestCode(path) && !path.startsWith("tools/")) {
        const fix = "Delete it with its test, use it, or move it to a test/ folder";
        yield { file: path, line: 1, what: "only tests reach this file", fix };
      }
    }
  },
};

function isTestRoot(path: string): boolean {
  return /\.(test|bench)\.tsx?$/.test(path);
}

/** Whether a task, a script or a package manifest names the file. */
function isNamedByConfig(repository: Repository, path: string): boolean {
  const folder = /^packages\/[^/]+\//.exec(path)?.[0] ?? "";
  const inPackage = path.slice(folder.length);
  const configs = ["deno.json", "package.json", ".ci/run"];
  return configs.some((config) => repository.text(config).includes(path)) ||
    ["deno.json", "package.json"].some((config) =>
      folder !== "" && repository.text(`${folder}${config}`).includes(`./${inPackage}"`)
    );
}

function reachable(repository: Repository, roots: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>(roots.filter((path) => repository.has(path)));
  for (const path of seen) {
    for (const { specifier } of repository.module(path).imports) {
      const target = repository.resolve(path, specifier);
      if (target !== undefined && /\.tsx?$/.test(target)) seen.add(target);
    }
  }
  return seen;
}
