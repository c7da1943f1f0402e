import assert from "node:assert/strict";
import { CATALOGUE, catalogued, propertyOf } from "./catalogue.ts";
import { cataloguePage } from "./catalogue-page.ts";

/** Every element that the page's description names. */
const NAMES =
  `cf-screen cf-vstack cf-hstack cf-vscroll cf-card cf-heading cf-text cf-label cf-button
  cf-input cf-textarea cf-checkbox cf-select cf-loader cf-badge cf-chip cf-table cf-tabs cf-tab-list
  cf-tab cf-tab-panel cf-modal cf-message-input cf-markdown cf-render cf-cell-link cf-avatar cf-field
  cf-grid cf-toolbar cf-vgroup cf-separator cf-empty-state cf-autocomplete cf-code-editor cf-chart cf-hgroup cf-hscroll cf-spacer cf-switch cf-radio-group cf-slider cf-progress cf-alert
  cf-collapsible cf-accordion cf-link cf-file-input cf-image-input cf-toggle cf-tags cf-copy-button cf-kbd
  cf-skeleton cf-divider cf-accordion-item cf-autolayout cf-calendar cf-chat cf-chat-message cf-drag-source cf-drop-zone cf-fab cf-file-download cf-form cf-keybind cf-list cf-list-item cf-prompt-input cf-scroll-area cf-theme cf-tile cf-toast cf-tool-call`
    .split(/\s+/);

Deno.test("the catalogue holds every element, and each is defined in a file of its name", () => {
  assert.deepEqual(Object.keys(CATALOGUE).sort(), NAMES.toSorted());
  const files = [...Deno.readDirSync(new URL(".", import.meta.url))].map(({ name }) => name);
  for (const name of NAMES) assert.ok(files.includes(`${name}.ts`), name);
});

Deno.test("catalogued() knows no names from the prototype", () => {
  assert.equal(catalogued("cf-constructor"), undefined);
  assert.equal(catalogued("constructor"), undefined);
  assert.equal(propertyOf("cf-input", "innerHTML"), undefined);
  assert.equal(propertyOf("cf-input", "constructor"), undefined);
});

Deno.test("properties fit what they are given to their type", () => {
  const convert = (element: string, property: string, value: unknown) =>
    propertyOf(element, property)!.convert(value);
  assert.equal(convert("cf-button", "disabled", ""), true);
  assert.equal(convert("cf-button", "disabled", "false"), false);
  assert.equal(convert("cf-textarea", "rows", "4"), 4);
  assert.equal(convert("cf-input", "value", undefined), "");
  assert.equal(convert("cf-input", "value", 3), "3");
});

Deno.test("the reference page is the one that the catalogue makes", () => {
  const page = Deno.readTextFileSync(new URL("../../generated/elements.md", import.meta.url));
  assert.equal(page, cataloguePage(), "run deno task --cwd packages/html elements");
});
