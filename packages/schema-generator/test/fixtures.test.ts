/**
 * A folder per case: `input.ts` declares `Root`; `expected.json` is its schema, `diagnostics.txt`
 * what the schema cannot express, `valid.json` and `invalid.json` values that must and must not
 * validate. `UPDATE_FIXTURES=1` writes the first two; read the difference before committing it.
 */

import assert from "node:assert/strict";
import type { SchemaDiagnostic } from "../mod.ts";
import { errorsOf, programOf, schemaOf } from "./program.ts";
import { validatorOf } from "./validator.ts";

const FOLDER = new URL("fixtures/", import.meta.url).pathname;
const CASES = [...Deno.readDirSync(FOLDER)].map((entry) => entry.name).sort();
const update = Deno.env.get("UPDATE_FIXTURES") === "1";

const inputOf = (name: string) => `${FOLDER}${name}/input.ts`;
const readJson = (path: string): unknown => JSON.parse(Deno.readTextFileSync(FOLDER + path));

function textOf(diagnostics: readonly SchemaDiagnostic[]): string {
  return diagnostics.map(({ code, message }) => `${code}: ${message}\n`).join("");
}

function compareText(path: string, actual: string): void {
  if (update && actual !== "") Deno.writeTextFileSync(FOLDER + path, actual);
  let expected = "";
  try {
    expected = Deno.readTextFileSync(FOLDER + path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  assert.equal(actual, expected);
}

Deno.test("typeToSchema() writes the expected schema of each fixture", async (t) => {
  const program = programOf(CASES.map(inputOf));
  for (const name of CASES) {
    await t.step(name, () => {
      assert.deepEqual(errorsOf(program, inputOf(name)), []);
      const diagnostics: SchemaDiagnostic[] = [];
      const schema = schemaOf(program, inputOf(name), { diagnostics });
      compareText(`${name}/expected.json`, JSON.stringify(schema, null, 2) + "\n");
      compareText(`${name}/diagnostics.txt`, textOf(diagnostics));
      const validate = validatorOf(schema);
      for (const value of readJson(`${name}/valid.json`) as unknown[]) {
        assert.ok(validate(value), `${JSON.stringify(value)} ${JSON.stringify(validate.errors)}`);
      }
      for (const value of readJson(`${name}/invalid.json`) as unknown[]) {
        assert.ok(!validate(value), `must not validate: ${JSON.stringify(value)}`);
      }
    });
  }
});

Deno.test("typeToSchema() gives the same schema in whatever order types are checked", () => {
  const forward = programOf(CASES.map(inputOf));
  const backward = programOf(CASES.map(inputOf).reverse());
  for (const name of [...CASES].reverse()) schemaOf(backward, inputOf(name));
  for (const name of CASES) {
    assert.equal(
      JSON.stringify(schemaOf(forward, inputOf(name))),
      JSON.stringify(schemaOf(backward, inputOf(name))),
    );
  }
});
