/**
 * Runs one bench module in a process of its own and writes its figures as JSON to the file named by
 * the second argument, so that what the module prints cannot be taken for figures.
 */

const [path, target] = Deno.args;
if (path === undefined || target === undefined) {
  throw new TypeError("Cannot run a bench: the module and the file for its figures are needed");
}
const bench = await import(new URL(path, `file://${Deno.cwd()}/`).href) as {
  figures(): Promise<Record<string, number>>;
};
await Deno.writeTextFile(target, JSON.stringify(await bench.figures()));
Deno.exit(0);
