import { reads } from "./corpus/reads.ts";
import { runCase } from "./support/run-case.ts";

const corpora = { reads };

for (const [name, cases] of Object.entries(corpora)) {
  for (const test of cases) {
    Deno.test(`compile() ${name}: ${test.name}`, () => runCase(test));
  }
}
