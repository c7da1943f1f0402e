/** What {@linkcode typeToSchema} promises besides the shape of a schema. */

import assert from "node:assert/strict";
import { isApiFile, type SchemaDiagnostic, typeToSchema } from "../mod.ts";
import { programOf, schemaOf } from "./program.ts";
import ts from "typescript";

function programWith(text: string): ts.Program {
  return programOf([], new Map([["/test/input.ts", text]]));
}

function diagnosticsOf(text: string): SchemaDiagnostic[] {
  const diagnostics: SchemaDiagnostic[] = [];
  schemaOf(programWith(text), "/test/input.ts", { diagnostics });
  return diagnostics;
}

Deno.test("typeToSchema() points at the author's code", () => {
  const found = diagnosticsOf(
    "interface Input {\n  fine: string;\n  seen: Map<string, number>;\n  run: () => void;\n}\n" +
      "export type Root = Input;",
  );
  const places = found.map(({ code, node }) => {
    assert.ok(node !== undefined);
    const { line } = node.getSourceFile().getLineAndCharacterOfPosition(node.getStart());
    return `${code} ${line + 1}`;
  });
  assert.deepEqual(places, ["schema-function 4", "schema-unsupported-type 3"]);
});

Deno.test("typeToSchema() reports the same finding once", () => {
  const text =
    "type Seen = Set<string>; export type Root = { a: Seen; b: Seen[]; c: { d: Seen } };";
  assert.equal(diagnosticsOf(text).length, 1);
});

Deno.test("typeToSchema() reports nothing about types that data can have", () => {
  const text = 'import type { Default, Stream, VNode, Writable } from "commonfabric";' +
    "interface A { a: Writable<A[] | Default<[]>>; s: Stream<{ x: Date }>; v: VNode; m(): void }" +
    "export type Root = A;";
  assert.deepEqual(diagnosticsOf(text), []);
});

Deno.test("typeToSchema() gives a schema for programs that do not type-check", () => {
  const sources = [
    "export type Root = Missing;",
    "export type Root = Root[] | Root;",
    "type A = B; type B = A; export type Root = A;",
    "type D = D | string; export type Root = { d: D };",
    'import { Default } from "nowhere"; export type Root = string | Default<"">;',
    'import { Default } from "commonfabric"; export type Root = Default | Default<Missing>;',
    'import { Writable } from "commonfabric"; export type Root = Writable<string, number, Missing>;',
    'export type Root = { a: string; a: number; b: Root["c"]; [d: boolean]: 1 };',
    "interface A extends A { x: string } export type Root = A;",
    "interface A extends Missing<string> { x: string } export type Root = A;",
    "type G<T extends G<T>> = { t: T }; export type Root = G<string>;",
    "export type Root = typeof missing | keyof Missing;",
  ];
  for (const text of sources) {
    const program = programWith(text);
    assert.doesNotThrow(() => JSON.stringify(schemaOf(program, "/test/input.ts")), text);
  }
});

Deno.test("typeToSchema() stops at types that branch and grow without end", () => {
  const text = "interface Grow<T> { value: T; left?: Grow<T[]>; right?: Grow<[T, T]> }" +
    "export type Root = Grow<number>;";
  assert.deepEqual(diagnosticsOf(text).map(({ code }) => code), ["schema-unsupported-type"]);
});

Deno.test("typeToSchema() without a node describes the type as the checker knows it", () => {
  const program = programWith(
    'import type { Default, Writable } from "commonfabric";' +
      'interface Item { title: string | Default<"x"> }' +
      "const made = (null as unknown) as { items: Writable<Item[]>; count: number };" +
      "export type Root = typeof made;",
  );
  assert.deepEqual(schemaOf(program, "/test/input.ts", { withoutNode: true }), {
    type: "object",
    properties: {
      count: { type: "number" },
      items: { type: "array", items: { $ref: "#/$defs/Item" }, asCell: ["cell"] },
    },
    required: ["count", "items"],
    $defs: {
      Item: {
        type: "object",
        properties: { title: { type: "string", default: "x" } },
        required: ["title"],
      },
    },
  });
});

Deno.test("typeToSchema() recognizes the library where its host says it is", () => {
  const files = new Map([
    ["/elsewhere/lib.ts", "export interface Cell<T> { get(): T } export type Default<V> = V;"],
    [
      "/test/input.ts",
      'import type { Cell, Default } from "../elsewhere/lib.ts";' +
      "export type Root = { a: Cell<number>; b: number | Default<3> };",
    ],
  ]);
  const program = programOf([], files);
  const checker = program.getTypeChecker();
  const alias = program.getSourceFile("/test/input.ts")!.statements.find(
    ts.isTypeAliasDeclaration,
  )!;
  const schema = typeToSchema(checker.getTypeFromTypeNode(alias.type), {
    checker,
    node: alias.type,
    isLibraryFile: (path) => path.startsWith("/elsewhere/"),
  });
  assert.deepEqual(schema, {
    type: "object",
    properties: { a: { type: "number", asCell: ["cell"] }, b: { type: "number", default: 3 } },
    required: ["a", "b"],
  });
});

Deno.test("isApiFile() knows the declarations by their folder", () => {
  assert.ok(isApiFile("/app/packages/api/src/cell.ts"));
  assert.ok(isApiFile("/app/node_modules/commonfabric/mod.ts"));
  assert.ok(!isApiFile("/app/packages/apis/src/cell.ts"));
  assert.ok(!isApiFile("/patterns/commonfabric-notes.tsx"));
});
