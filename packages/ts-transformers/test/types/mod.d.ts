// A small stand-in for the author's type library: enough surface for compiler tests.
declare const cellBrand: unique symbol;
declare const factoryBrand: unique symbol;
export declare const NAME: "$NAME";
export declare const UI: "$UI";
export declare const TESTS: "$TESTS";
export declare const SELF: unique symbol;
export interface AnyCell<T> {
  readonly [cellBrand]: "cell";
}
export interface Cell<T> extends AnyCell<T> {
  get(): Readonly<T>;
  sample(): Readonly<T>;
  set(value: T): void;
  update(value: Partial<T>): void;
  push(...values: T extends readonly (infer E)[] ? E[] : never): void;
  addUnique(value: T extends readonly (infer E)[] ? E : never): void;
  remove(value: T extends readonly (infer E)[] ? E : never): void;
  increment(n?: number): void;
  key<K extends keyof T>(key: K): Cell<T[K]>;
  equals(other: unknown): boolean;
  map<R>(fn: (item: T extends readonly (infer E)[] ? E : never, index: number, array: T) => R): R[];
  filter(fn: (item: T extends readonly (infer E)[] ? E : never, index: number) => unknown): T;
  for(cause: unknown): Cell<T>;
  asScope(scope: string): Cell<T>;
}
export type Writable<T> = Cell<T>;
export interface ReadonlyCell<T> extends AnyCell<T> {
  get(): T;
}
export interface Stream<E, R = void> {
  readonly [cellBrand]: "stream";
  send(event?: E): void;
}
export interface SqliteDb {
  readonly [cellBrand]: "sqlite";
  exec(sql: string, params?: unknown): void;
  query<Row>(sql: string, options?: object): { pending: boolean; result?: Row[]; error?: string };
}
interface CellConstructor {
  new <T>(value?: T): Cell<T>;
  of<T>(value?: T): Cell<T>;
  perUser: new <T>(value?: T) => Cell<T>;
  perSession: new <T>(value?: T) => Cell<T>;
  perSpace: new <T>(value?: T) => Cell<T>;
  equals(a: unknown, b: unknown): boolean;
}
export declare const Writable: CellConstructor;
export declare const Cell: CellConstructor;
export type Reactive<T> = T;
export type Default<T, V = T> = T;
export type PerSpace<T> = T;
export type PerUser<T> = T;
export type PerSession<T> = T;
export interface VNode {
  type: "vnode";
  name: string;
  props: unknown;
  children: unknown;
}
export type VChild = VNode | string | number | boolean | null | undefined | readonly VChild[];
type FactoryInput<I> = { [K in keyof I]?: any };
export interface PatternFactory<I, O> {
  readonly [factoryBrand]: "pattern";
  (inputs: FactoryInput<I>): O;
  asScope(scope: string): PatternFactory<I, O>;
  inSpace(space?: string): PatternFactory<I, O>;
}
export interface HandlerFactory<S, E> {
  readonly [factoryBrand]: "handler";
  (state: S): Stream<E>;
}
export interface ModuleFactory<I, O> {
  readonly [factoryBrand]: "lift";
  (input: I): O;
}
export declare function pattern<I = {}, O = any>(
  fn: (input: I & { [SELF]: O }) => O,
): PatternFactory<I, O>;
export declare function handler<E = any, S = any, R = void>(
  fn: (event: E, state: S) => R,
): HandlerFactory<S, E>;
export declare function lift<I, O>(fn: (input: I) => O): ModuleFactory<I, O>;
export declare function computed<T>(fn: () => T): T;
export declare function action<E = void>(fn: (event: E) => unknown): Stream<E>;
export declare function assert(fn: () => boolean): boolean;
export declare function ifElse<A, B>(c: unknown, a: A, b: B): A | B;
export declare function when<A>(c: unknown, a: A): A;
export declare function unless<A>(c: unknown, a: A): A;
export declare function str(strings: TemplateStringsArray, ...values: unknown[]): string;
export declare function cell<T>(value?: T): Cell<T>;
export declare function wish<T>(p: object): { result?: T; error?: string };
export declare function fetchJson<T>(
  p: object,
): { pending: boolean; result?: T; error?: string };
export declare function generateObject<T>(
  p: object,
): { pending: boolean; result?: T; error?: string };
export declare function sqliteDatabase(decl: object, source?: object): SqliteDb;
export declare function sqliteQuery<Row>(
  p: object,
): { pending: boolean; result?: Row[]; error?: string };
export declare function table(columns: object, rule?: object, options?: object): object;
export declare function cfLink<T>(): string;
export declare function dataFile(path: string): string;
export declare function toSchema<T>(): object;
export declare function schema<T>(value: T): T;
export declare function equals(a: unknown, b: unknown): boolean;
export declare function valueEqual(a: unknown, b: unknown): boolean;
export declare function patternTool<T>(pattern: T, extra?: object): T;
export declare function navigateTo(cell: unknown): boolean;
declare global {
  namespace JSX {
    type Element = VNode;
    type ElementType = any;
    interface IntrinsicElements {
      [name: string]: any;
    }
    interface ElementChildrenAttribute {
      children: unknown;
    }
  }
}
