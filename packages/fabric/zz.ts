import { testFile } from "./mod.ts";
import { render, TreeApplier } from "@cf/html";
import { viewHost } from "@cf/runner";
for (const f of Deno.args) {
  const r = await testFile(f, {
    render: (r, v) => {
      const view = render(v, { reactivity: viewHost(r) as any, applier: new TreeApplier() });
      return { close: () => view.dispose() };
    },
  });
  console.log(r.file, r.outcome, r.compileMs.toFixed(0), r.durationMs.toFixed(0));
  for (const s of r.steps) {
    console.log("  ", s.outcome, s.kind, s.name, s.message ?? "", s.line ?? "");
  }
  for (const p of r.problems) console.log("  !!", p);
}
