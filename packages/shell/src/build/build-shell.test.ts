import assert from "node:assert/strict";
import { buildShell } from "./build-shell.ts";

Deno.test("buildShell() names files by content, keeps them, and inlines no script", async () => {
  const folder = await Deno.makeTempDir({ prefix: "cf-shell-" });
  try {
    const first = await buildShell(folder);
    const paths = [...first.files.keys()].sort();
    assert.match(
      paths.join(" "),
      /^\/assets\/shell-[0-9a-f]{12}\.js \/assets\/styles-[0-9a-f]{12}\.css \/assets\/worker-[0-9a-f]{12}\.js$/,
    );
    for (const path of paths) assert.ok(first.document.includes(`"${path}"`), path);
    assert.doesNotMatch(first.document, /<script(?![^>]* src=)|<style|\son[a-z]+=/);
    const workers = [...first.files].filter(([, file]) => file.isWorker).map(([path]) => path);
    assert.deepEqual(workers, paths.filter((path) => path.includes("worker")));
    const kept = [...Deno.readDirSync(folder)].map(({ name }) => name);
    assert.equal(kept.length, 1);
    const changed = Deno.statSync(`${folder}/${kept[0]}`).mtime;
    assert.deepEqual(await buildShell(folder), first);
    assert.deepEqual(Deno.statSync(`${folder}/${kept[0]}`).mtime, changed);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("buildShell() makes the page anew where what it kept is damaged", async () => {
  const folder = await Deno.makeTempDir({ prefix: "cf-shell-" });
  try {
    const first = await buildShell(folder, { minify: false });
    const [kept] = [...Deno.readDirSync(folder)];
    await Deno.writeTextFile(`${folder}/${kept!.name}`, '{"document":');
    assert.deepEqual(await buildShell(folder, { minify: false }), first);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
