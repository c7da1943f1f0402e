import { corpora } from "./corpus/all.ts";
import { runCase } from "./support/run-case.ts";

for (const [name, cases] of Object.entries(corpora)) {
  for (const test of cases) {
    Deno.test(`compile() ${name}: ${test.name}`, () => runCase(test));
  }
}
