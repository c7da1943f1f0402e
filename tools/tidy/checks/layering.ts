/**
 * Packages import only what their layer allows, types too. A package's tests may import more,
 * because they often drive it through the ones above it.
 */

import type { Check } from "../check.ts";
import type { Finding } from "../finding.ts";
import { isTestCode, type Repository } from "../repository.ts";

const LOWEST = ["utils", "protocol"];
const BELOW_FABRIC = [
  ...LOWEST,
  "api",
  "space",
  "runner",
  "schema-generator",
  "ts-transformers",
];
const BELOW_TOOLSHED = [...BELOW_FABRIC, "html", "shell", "fabric"];

/** What each package may import besides npm packages and itself. */
export const LAYERS: Readonly<Record<string, readonly string[]>> = {
  "utils": [],
  "api": [],
  "protocol": ["utils"],
  "space": LOWEST,
  "runner": [...LOWEST, "api"],
  "schema-generator": ["utils", "api"],
  "ts-transformers": ["utils", "api", "schema-generator"],
  "html": ["utils", "api", "runner"],
  "shell": [...LOWEST, "api", "runner", "html"],
  "fabric": BELOW_FABRIC,
  "toolshed": BELOW_TOOLSHED,
  "cli": [...BELOW_TOOLSHED, "toolshed"],
};

/** Folders that stand alone, so that the mechanism in them can be read and tested by itself. */
const STANDALONE_FOLDERS = ["packages/runner/src/reactive/"];

export const layering: Check = {
  name: "layering",
  *run(repository) {
    for (const path of repository.modulePaths) {
      const owner = /^packages\/([^/]+)\//.exec(path)?.[1];
      if (owner !== undefined) yield* checkPackageModule(repository, path, owner);
      else if (path.startsWith("patterns/")) yield* checkPattern(repository, path);
    }
  },
};

function* checkPackageModule(
  repository: Repository,
  path: string,
  owner: string,
): Iterable<Finding> {
  const allowed = LAYERS[owner];
  if (allowed === undefined) {
    const fix = "Add it to LAYERS in tools/tidy/checks/layering.ts with what it may import";
    yield { file: path, line: 1, what: `package ${owner} has no layer`, fix };
    return;
  }
  if (isTestCode(path)) return;
  const standalone = STANDALONE_FOLDERS.find((folder) => path.startsWith(folder));
  for (const { specifier, line, kind } of repository.module(path).imports) {
    if (kind === "path") continue;
    const at = { file: path, line };
    const imported = /^@cf\/([^/]+)/.exec(specifier)?.[1];
    if (imported !== undefined && imported !== owner && !allowed.includes(imported)) {
      const list = allowed.length === 0 ? "no package" : allowed.join(", ");
      const fix = `${owner} may import ${list}: move the code, or pass the value in`;
      yield { ...at, what: `${owner} imports @cf/${imported}`, fix };
    }
    if (imported === owner) {
      const fix = "Import the defining file by a relative path";
      yield { ...at, what: `${owner} imports itself by its bare name`, fix };
    }
    const target = specifier.startsWith(".") ? repository.resolve(path, specifier) : undefined;
    if (target !== undefined && !target.startsWith(`packages/${owner}/`)) {
      const fix = "Import another package by its bare name @cf/…";
      yield { ...at, what: `${specifier} leaves the package`, fix };
    } else if (standalone !== undefined && !(target?.startsWith(standalone) ?? false)) {
      const fix = "Only files of that folder may be imported there";
      yield { ...at, what: `${standalone} stands alone but imports ${specifier}`, fix };
    }
  }
}

/** Patterns see what an author sees. */
function* checkPattern(repository: Repository, path: string): Iterable<Finding> {
  for (const { specifier, line, kind } of repository.module(path).imports) {
    if (kind === "path" || specifier.startsWith(".")) continue;
    if (specifier === "commonfabric" || specifier.startsWith("commonfabric/")) continue;
    const fix = 'Patterns import only "commonfabric" and files beside them';
    yield { file: path, line, what: `a pattern imports ${specifier}`, fix };
  }
}
