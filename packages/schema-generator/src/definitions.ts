/**
 * The `$defs` of one schema. A name is taken when a type is first met, before its content is known,
 * so that a type inside itself refers to it; the content follows when it is written.
 */

import { isRecord } from "@cf/utils";
import type ts from "typescript";
import type { JSONSchema, JSONSchemaObject } from "./json-schema.ts";

const DEFS = "#/$defs/";

/**
 * What has a definition: the symbol of a named type, since two names of one type may differ in
 * defaults that the type does not show, or a type without a name that is inside itself.
 */
type Definable = ts.Symbol | ts.Type;

/** Names that the checker gives to what the author gave none. */
const NAMELESS = new Set(["__type", "__object", "default", "__class"]);

/** The definitions written so far, and the names of those being written. */
export class Definitions {
  readonly #contents = new Map<string, JSONSchema>();
  readonly #names = new Map<Definable, string>();
  readonly #taken = new Set<string>();

  /** A reference to the definition of `type`, if it has a name. */
  referenceTo(type: Definable): JSONSchemaObject | undefined {
    const name = this.#names.get(type);
    if (name === undefined) return undefined;
    return { $ref: DEFS + name.replaceAll("~", "~0").replaceAll("/", "~1") };
  }

  /** Names `type` as its author does, or nearly so if another type has that name. */
  open(type: Definable, wanted: string): void {
    const base = NAMELESS.has(wanted) ? "Anonymous" : wanted;
    let name = base;
    for (let count = 2; this.#taken.has(name); count++) name = `${base}_${count}`;
    this.#taken.add(name);
    this.#names.set(type, name);
  }

  /** Writes the content of a type that was opened. */
  close(type: Definable, content: JSONSchema): void {
    const name = this.#names.get(type);
    if (name !== undefined) this.#contents.set(name, content);
  }

  /** Puts a definition's content in place of a reference to it, once it is written. */
  inline(schema: JSONSchema): JSONSchema {
    if (typeof schema === "boolean" || schema.$ref === undefined) return schema;
    const name = nameOfReference(schema.$ref);
    const content = name === undefined ? undefined : this.#contents.get(name);
    if (content === undefined) return schema;
    const { $ref: _, ...beside } = schema;
    return { ...(typeof content === "object" && content), ...beside };
  }

  /** The schema with all definitions it needs, sorted by name. */
  attach(schema: JSONSchema): JSONSchema {
    const names = this.#namesNeededBy(schema);
    if (typeof schema === "boolean" || names.length === 0) return schema;
    const $defs = Object.fromEntries(names.map((name) => [name, this.#contents.get(name)!]));
    return { ...schema, $defs };
  }

  #namesNeededBy(schema: JSONSchema): string[] {
    const found = new Set<string>();
    const visit = (value: unknown): void => {
      if (Array.isArray(value)) return value.forEach(visit);
      if (!isRecord(value)) return;
      const name = typeof value.$ref === "string" ? nameOfReference(value.$ref) : undefined;
      if (name !== undefined && this.#contents.has(name) && !found.has(name)) {
        found.add(name);
        visit(this.#contents.get(name));
      }
      visit(value.items);
      visit(value.additionalProperties);
      visit(value.anyOf);
      if (isRecord(value.properties)) Object.values(value.properties).forEach(visit);
    };
    visit(schema);
    return [...found].sort();
  }
}

function nameOfReference(reference: string): string | undefined {
  if (!reference.startsWith(DEFS)) return undefined;
  return reference.slice(DEFS.length).replaceAll("~1", "/").replaceAll("~0", "~");
}
