/**
 * Schemas as constants at the top of a module. Equal schemas of one file share one constant, so
 * that emitted code stays readable and small.
 */

import ts from "typescript";
import { canonicalJson, type Json } from "@cf/utils";

/** Where schemas come from: `packages/schema-generator`, or a stand-in in tests. */
export interface SchemaSource {
  /** The schema of a written type; `Default<…>` and JSDoc are seen. */
  fromNode(node: ts.TypeNode, use?: SchemaUse): Json;
  /** The schema of an inferred type, as seen at `at`. */
  fromType(type: ts.Type, at: ts.Node, use?: SchemaUse): Json;
}

/** What a schema is for. */
export interface SchemaUse {
  /** Values that somebody hands over (events, states, inputs), as opposed to kept ones. */
  readonly isGiven?: boolean;
  /** Values that are stored, so that an inferred type must be data as well. */
  readonly isStored?: boolean;
}

/** The schema constants of one file. */
export class Schemas {
  readonly #factory: ts.NodeFactory;
  readonly #source: SchemaSource;
  readonly #constants = new Map<string, { name: ts.Identifier; value: Json }>();
  readonly #values = new Map<ts.Expression, Json>();

  constructor(factory: ts.NodeFactory, source: SchemaSource) {
    this.#factory = factory;
    this.#source = source;
  }

  /** A reference to the constant that holds the schema of a written type. */
  ofNode(
    node: ts.TypeNode,
    use?: SchemaUse,
    change: (schema: Json) => Json = (schema) => schema,
  ): ts.Expression {
    return this.reference(change(this.#source.fromNode(node, use)));
  }

  /** The same of an inferred type, after `change`. */
  ofType(
    type: ts.Type,
    at: ts.Node,
    { change = (schema) => schema, ...use }: SchemaUse & { change?: (schema: Json) => Json } = {},
  ): ts.Expression {
    return this.reference(change(this.#source.fromType(type, at, use)));
  }

  /** Whether the schema of a written type has the keyword somewhere. */
  mentions(node: ts.TypeNode, keyword: string): boolean {
    return JSON.stringify(this.#source.fromNode(node)).includes(`"${keyword}":`);
  }

  /** A reference to the constant that holds `schema`; short ones stay in place. */
  reference(schema: Json): ts.Expression {
    const key = canonicalJson(schema);
    if (key.length <= 40) {
      const literal = jsonExpression(this.#factory, schema);
      this.#values.set(literal, schema);
      return literal;
    }
    let constant = this.#constants.get(key);
    if (constant === undefined) {
      const name = this.#factory.createUniqueName("__cfSchema");
      this.#constants.set(key, constant = { name, value: schema });
      this.#values.set(name, schema);
    }
    return constant.name;
  }

  /** The schema that an expression made here stands for. */
  valueOf(expression: ts.Expression): Json | undefined {
    return this.#values.get(expression);
  }

  /** The declarations, in order of first use. */
  declarations(): ts.Statement[] {
    return [...this.#constants.values()].map(({ name, value }) =>
      this.#factory.createVariableStatement(
        undefined,
        this.#factory.createVariableDeclarationList([
          this.#factory.createVariableDeclaration(
            name,
            undefined,
            undefined,
            jsonExpression(this.#factory, value),
          ),
        ], ts.NodeFlags.Const),
      )
    );
  }
}

/** A JSON value as a literal expression. */
export function jsonExpression(factory: ts.NodeFactory, value: unknown): ts.Expression {
  if (value === null || value === undefined) return factory.createNull();
  if (typeof value === "string") return factory.createStringLiteral(value);
  if (typeof value === "boolean") return value ? factory.createTrue() : factory.createFalse();
  if (typeof value === "number") {
    const literal = factory.createNumericLiteral(Math.abs(value));
    return value < 0
      ? factory.createPrefixUnaryExpression(ts.SyntaxKind.MinusToken, literal)
      : literal;
  }
  if (Array.isArray(value)) {
    return factory.createArrayLiteralExpression(value.map((v) => jsonExpression(factory, v)));
  }
  const entries = Object.entries(value as object).filter(([, v]) => v !== undefined);
  return factory.createObjectLiteralExpression(
    entries.map(([key, v]) =>
      factory.createPropertyAssignment(
        /^[A-Za-z_][\w]*$/.test(key) && key !== "__proto__"
          ? key
          : key === "__proto__"
          ? factory.createComputedPropertyName(factory.createStringLiteral(key))
          : factory.createStringLiteral(key),
        jsonExpression(factory, v),
      )
    ),
  );
}
