/**
 * `deno task bench`: runs each bench module that exports `figures()` in its own process and prints
 * one table. `--json` prints one object instead, ratios first. `--filter=text` chooses modules by
 * path or figures by name. Exits with 1 when a bench fails, not when a target is missed.
 */

import { readRepository } from "../tidy/repository.ts";
import { type Figures, formatTable, missedTargets, ordered } from "./report.ts";

async function measure(path: string): Promise<Figures | undefined> {
  const target = await Deno.makeTempFile({ suffix: ".json" });
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "--quiet",
      "--v8-flags=--expose-gc",
      "tools/bench/run-one.ts",
      path,
      target,
    ],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).output();
  const text = await Deno.readTextFile(target);
  await Deno.remove(target);
  if (success && text !== "") return JSON.parse(text) as Figures;
  console.error(`${path} failed\n${new TextDecoder().decode(stdout)}`);
  console.error(new TextDecoder().decode(stderr));
  return undefined;
}

/** The modules to run: all, those whose path holds the filter, or else all again. */
function chooseModules(modules: readonly string[], filter: string): readonly string[] {
  const byPath = modules.filter((path) => path.includes(filter));
  return byPath.length > 0 ? byPath : modules;
}

if (import.meta.main) {
  const root = new URL("../..", import.meta.url).pathname;
  Deno.chdir(root);
  const filter = Deno.args.find((one) => one.startsWith("--filter="))?.slice(9) ?? "";
  const repository = readRepository(root);
  const modules = repository.modulePaths.filter((path) =>
    path.endsWith(".bench.ts") &&
    repository.module(path).exports.some(({ name }) => name === "figures")
  );
  const chosen = chooseModules(modules, filter);
  const byName = chosen.length === modules.length && filter !== "";
  const all: Record<string, number> = {};
  let failures = 0;
  for (const path of chosen) {
    console.error(path);
    const figures = await measure(path);
    if (figures === undefined) failures++;
    for (const [name, value] of Object.entries(figures ?? {})) {
      if (!byName || name.includes(filter)) all[name] = value;
    }
  }
  if (Deno.args.includes("--json")) console.log(JSON.stringify(ordered(all), null, 2));
  else console.log(formatTable(all));
  const missed = missedTargets(all);
  if (missed.length > 0) console.error(`${missed.length} above target: ${missed.join(", ")}`);
  if (failures > 0) Deno.exit(1);
}
