import { choices } from "./corpus/choices.ts";
import { components } from "./corpus/components.ts";
import { events } from "./corpus/events.ts";
import { idioms } from "./corpus/idioms.ts";
import { lists } from "./corpus/lists.ts";
import { reads } from "./corpus/reads.ts";
import { structure } from "./corpus/structure.ts";
import { runCase } from "./support/run-case.ts";

const corpora = { reads, choices, lists, events, components, structure, idioms };

for (const [name, cases] of Object.entries(corpora)) {
  for (const test of cases) {
    Deno.test(`compile() ${name}: ${test.name}`, () => runCase(test));
  }
}
