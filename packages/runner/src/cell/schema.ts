/**
 * Walking a JSON Schema of the project's dialect: which schema a property has, whether a position
 * holds a cell, and which default applies. Lookups are cached per schema object, so schemas must
 * not be mutated after their first use.
 */

import { isRecord, type Json } from "@cf/utils";
import type { Scope } from "@cf/protocol";

/** A schema node; `true` and `undefined` allow everything. */
export type Schema = boolean | SchemaObject;

/** A schema that is an object. Only the keywords that the runtime acts on are named. */
export interface SchemaObject {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly required?: readonly string[];
  readonly default?: Json;
  readonly asCell?: readonly (CellKind | { readonly kind: CellKind; readonly scope?: Scope })[];
  readonly scope?: Scope;
  readonly [keyword: string]: unknown;
}

/** What kind of handle a position holds. */
export type CellKind =
  | "cell"
  | "stream"
  | "opaque"
  | "comparable"
  | "readonly"
  | "writeonly"
  | "sqlite";

/** A schema together with the root that its `$ref`s refer to. */
export interface Shape {
  readonly schema: SchemaObject;
  readonly root: SchemaObject;
  /** What the place itself declares, where a reader sees it by another schema: its defaults hold. */
  readonly own?: Shape;
  /** Branches of a union hold a cell and a value here: which of them is there cannot be told. */
  readonly isMixed?: true;
}

const shapes = new WeakMap<SchemaObject, WeakMap<SchemaObject, Shape>>();
const children = new WeakMap<Shape, Map<string, Shape | undefined>>();
const inners = new WeakMap<Shape, Shape>();

const anything: SchemaObject = {};

/** The shape of `any`: whatever is there, as a plain value, at every depth. */
export const ANY: Shape = { schema: anything, root: anything };

const nothing: SchemaObject = {};

/** The shape of a reader who declares nothing, over a place whose defaults hold for everybody. */
const UNDECLARED: Shape = { schema: nothing, root: nothing };

/** Whether a reader declares nothing about a place. */
export function isUndeclared(shape: Shape | undefined): boolean {
  return shape === undefined || shape.schema === nothing;
}

/** The shape of a whole schema document; `undefined` means that nothing is known. */
export function shapeOf(schema: Schema | undefined): Shape | undefined {
  if (schema === true) return ANY;
  if (typeof schema !== "object" || schema === null) return undefined;
  return intern(schema, schema);
}

function intern(schema: SchemaObject, root: SchemaObject): Shape {
  let byRoot = shapes.get(schema);
  if (byRoot === undefined) shapes.set(schema, byRoot = new WeakMap());
  let shape = byRoot.get(root);
  if (shape === undefined) byRoot.set(root, shape = dereference(schema, root));
  return shape;
}

function dereference(schema: SchemaObject, root: SchemaObject): Shape {
  let current = schema;
  for (let hops = 0; typeof current.$ref === "string" && hops < 64; hops++) {
    const target = lookUp(current.$ref, root);
    if (!isRecord(target)) break;
    const { $ref: _ref, $defs: _defs, ...siblings } = current;
    current = Object.keys(siblings).length === 0
      ? (target as SchemaObject)
      : { ...(target as SchemaObject), ...siblings };
  }
  const known = inDialect(current);
  return { schema: known, root: known.$defs !== undefined ? known : root };
}

/** Handwritten schemas may say `asCell: true` and `asStream: true`, as older ones did. */
function inDialect(schema: SchemaObject): SchemaObject {
  const { asStream, asCell, ...rest } = schema as Record<string, unknown>;
  if (asStream === undefined && typeof asCell !== "boolean") return schema;
  if (asStream === true) return { ...rest, asCell: ["stream"] };
  return asCell === true ? { ...rest, asCell: ["cell"] } : rest as SchemaObject;
}

function lookUp(ref: string, root: SchemaObject): unknown {
  if (ref === "#") return root;
  let current: unknown = root;
  for (const part of ref.replace(/^#\//, "").split("/")) {
    const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
    current = isRecord(current) ? current[name] : undefined;
  }
  return current;
}

/** The shape of a schema within a document. */
export function nested(schema: Schema | undefined, root: SchemaObject): Shape | undefined {
  if (schema === true) return ANY;
  return typeof schema === "object" && schema !== null ? intern(schema, root) : undefined;
}

/** The shape of property or element `key`, looking through unions. */
export function childShape(shape: Shape | undefined, key: string): Shape | undefined {
  if (shape === undefined || shape === ANY) return shape;
  let known = children.get(shape);
  if (known === undefined) children.set(shape, known = new Map());
  if (known.has(key)) return known.get(key);
  // What a declared object holds beyond its declaration is plain data, as below `any`.
  const isOpen = shape.schema === anything || shape.schema.type === "unknown" ||
    declaresObject(shape);
  const declared = findChild(shape, key) ?? (isOpen ? ANY : undefined);
  const found = withDefaultsOf(declared, childShape(shape.own, key));
  if (known.size < 1000) known.set(key, found);
  return found;
}

/** Whether the schema names a property, itself or in a branch of a union. */
export function namesProperty(shape: Shape, key: string): boolean {
  const { properties } = shape.schema;
  if (properties !== undefined && Object.hasOwn(properties, key)) return true;
  return branchesOf(shape).some((branch) => namesProperty(branch, key));
}

function findChild(shape: Shape, key: string): Shape | undefined {
  const { schema, root } = shape;
  const property = schema.properties !== undefined && Object.hasOwn(schema.properties, key)
    ? schema.properties[key]
    : undefined;
  if (property !== undefined) return nested(property, root);
  if (schema.items !== undefined && /^\d+$/.test(key)) return nested(schema.items, root);
  const found = new Set<Shape>();
  for (const branch of branchesOf(shape)) {
    const child = findChild(branch, key);
    if (child !== undefined) found.add(child);
  }
  return found.size > 0 ? unionOf([...found]) : nested(schema.additionalProperties, root);
}

interface UnionNode {
  union?: Shape;
  readonly longer: WeakMap<Shape, UnionNode>;
}

const unions: UnionNode = { longer: new WeakMap() };

/** What is at a place for which the branches of a union declare different things; one or more. */
function unionOf(shapes: readonly Shape[]): Shape {
  const [first] = shapes;
  if (shapes.length === 1) return first!;
  let node = unions;
  for (const shape of shapes) {
    let longer = node.longer.get(shape);
    if (longer === undefined) node.longer.set(shape, longer = { longer: new WeakMap() });
    node = longer;
  }
  return node.union ??= makeUnion(shapes);
}

function makeUnion(shapes: readonly Shape[]): Shape {
  const { root } = shapes[0]!;
  const isOfValues = shapes.every((shape) =>
    shape.root === root && cellKindOf(shape) === undefined && shape.own === undefined
  );
  return isOfValues
    ? { schema: { anyOf: shapes.map(({ schema }) => schema) }, root }
    : { ...shapes[0]!, isMixed: true };
}

/** Whether the schema is of an object, itself or in a branch of a union. */
function declaresObject(shape: Shape): boolean {
  const { properties, type } = shape.schema;
  return properties !== undefined || type === "object" || branchesOf(shape).some(declaresObject);
}

/** Whether the schema is of a list, itself or in a branch of a union, and of no object. */
export function declaresList(shape: Shape): boolean {
  if (declaresObject(shape)) return false;
  return shape.schema.type === "array" || branchesOf(shape).some(declaresList);
}

const branches = new WeakMap<Shape, readonly Shape[]>();

/** The alternatives and parts of a union or an intersection. */
export function branchesOf(shape: Shape): readonly Shape[] {
  const { anyOf, oneOf, allOf } = shape.schema;
  if (anyOf === undefined && oneOf === undefined && allOf === undefined) return NONE;
  let known = branches.get(shape);
  if (known === undefined) branches.set(shape, known = findBranches(shape));
  return known;
}

const NONE: readonly Shape[] = [];

function findBranches({ schema, root }: Shape): Shape[] {
  const result: Shape[] = [];
  for (const list of [schema.anyOf, schema.oneOf, schema.allOf]) {
    for (const branch of list ?? []) {
      const inner = nested(isVoid(branch) ? UNDEFINED : branch, root);
      if (inner !== undefined) result.push(inner);
    }
  }
  return result;
}

const UNDEFINED: SchemaObject = { type: "undefined" };

/** Whether a schema is that of `void`: beside other types it stands for nothing, and for no cell. */
function isVoid(schema: Schema): boolean {
  if (!isRecord(schema)) return false;
  const { asCell } = schema as SchemaObject;
  return asCell?.length === 1 && asCell[0] === "opaque" && Object.keys(schema).length === 1;
}

/** The outermost handle kind of a position, also when only one branch of a union names it. */
export function cellKindOf(shape: Shape | undefined): CellKind | undefined {
  return cellEntryOf(shape)?.kind;
}

/** The scope that a position declares for what is stored there. */
export function scopeOf(shape: Shape | undefined): Scope | undefined {
  if (shape === undefined) return undefined;
  return shape.schema.scope ?? cellEntryOf(shape)?.scope;
}

function cellEntryOf(
  shape: Shape | undefined,
): { kind: CellKind; scope?: Scope | undefined } | undefined {
  if (shape === undefined) return undefined;
  const first = shape.schema.asCell?.[0];
  if (first !== undefined) return typeof first === "string" ? { kind: first } : first;
  if (shape.schema.anyOf === undefined) return undefined;
  for (const branch of branchesOf(shape)) {
    const entry = cellEntryOf(branch);
    if (entry !== undefined) return entry;
  }
  return undefined;
}

/** The shape of what a handle at this position holds: the same without the outermost kind. */
export function innerShape(shape: Shape): Shape {
  const known = inners.get(shape);
  if (known !== undefined) return known;
  const stripped = stripCell(shape);
  const bare: Shape = shape.isMixed && stripped !== shape
    ? { ...stripped, isMixed: true }
    : stripped;
  const inner = withDefaultsOf(bare, shape.own && innerShape(shape.own))!;
  inners.set(shape, inner);
  return inner;
}

function stripCell(shape: Shape): Shape {
  const { schema, root } = shape;
  if (schema.asCell !== undefined) {
    const { asCell, ...rest } = schema;
    const remaining = asCell.slice(1);
    return { schema: remaining.length > 0 ? { ...rest, asCell: remaining } : rest, root };
  }
  const branch = branchesOf(shape).find((candidate) => cellEntryOf(candidate) !== undefined);
  if (branch === undefined) return shape;
  const inner = innerShape(branch);
  return schema.default === undefined
    ? inner
    : { schema: { default: schema.default, ...inner.schema }, root: inner.root };
}

/** Whether the schema says anything about values, so that a cell there must be read through. */
export function isInformative(shape: Shape | undefined): boolean {
  if (shape === undefined) return false;
  const { schema } = shape;
  return schema.type !== undefined && schema.type !== "unknown" || schema.anyOf !== undefined ||
    schema.enum !== undefined || schema.properties !== undefined || schema.items !== undefined ||
    schema.allOf !== undefined || schema.const !== undefined;
}

const seenFrom = new WeakMap<Shape, WeakMap<Shape, Shape>>();

/** The reader's shape over a place that declares `own`: what is missing there reads as `own` says. */
export function withDefaultsOf(
  reader: Shape | undefined,
  own: Shape | undefined,
): Shape | undefined {
  if (own === undefined) return reader;
  const shape = reader ?? UNDECLARED;
  if (shape === own || shape.own === own) return shape;
  if (shape.schema === own.schema) return own;
  let known = seenFrom.get(shape);
  if (known === undefined) seenFrom.set(shape, known = new WeakMap());
  let seen = known.get(own);
  if (seen === undefined) {
    seen = { ...shape, own: shape.own === undefined ? own : withDefaultsOf(shape.own, own)! };
    known.set(own, seen);
  }
  return seen;
}

/** `value`, or what `otherwise` gives where there is none. `null` is a value. */
export function orElse<T>(value: T | undefined, otherwise: () => T | undefined): T | undefined {
  return value === undefined ? otherwise() : value;
}

/** The default that a position declares, if any; what the place itself declares comes first. */
export function defaultOf(shape: Shape | undefined): Json | undefined {
  if (shape === undefined) return undefined;
  const own = defaultOf(shape.own);
  if (own !== undefined) return own;
  if (shape.schema.default !== undefined) return shape.schema.default;
  for (const branch of branchesOf(shape)) {
    if (branch.schema.default !== undefined) return branch.schema.default;
  }
  return undefined;
}

/** The properties that are declared; a reader who leaves them open sees those of the place. */
export function declaredProperties(shape: Shape | undefined): readonly string[] {
  if (shape === undefined) return [];
  const { schema, own } = shape;
  if (schema === anything || schema === nothing) return declaredProperties(own);
  return Object.keys(schema.properties ?? {});
}
