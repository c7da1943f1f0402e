/**
 * The written list of globals that pattern code may use. One list drives three things: the
 * compartment that code runs in has these names and no others, programs are checked against their
 * declarations, and `docs/globals.md` is made from it.
 */

/** A global name of pattern code. */
export interface PatternGlobal {
  readonly name: string;
  /** What an author must know to use it. */
  readonly note: string;
  /** Its TypeScript declaration, where TypeScript's library of the language has none. */
  readonly declaration?: string;
}

/** Names of ECMAScript that mean in patterns what the language says, but are frozen. */
export const LANGUAGE_GLOBALS: readonly string[] = [
  ..."AggregateError Array ArrayBuffer BigInt BigInt64Array BigUint64Array Boolean DataView".split(
    " ",
  ),
  ..."Error EvalError Float32Array Float64Array Infinity Int16Array Int32Array Int8Array".split(
    " ",
  ),
  ..."Iterator JSON Map NaN Number Object Promise RangeError ReferenceError Reflect RegExp".split(
    " ",
  ),
  ..."Set String Symbol SyntaxError TypeError URIError Uint16Array Uint32Array Uint8Array".split(
    " ",
  ),
  ..."Uint8ClampedArray WeakMap WeakSet decodeURI decodeURIComponent encodeURI".split(" "),
  ..."encodeURIComponent escape globalThis isFinite isNaN parseFloat parseInt undefined".split(" "),
  "unescape",
];

const CONSOLE = `interface Console {
  log(...data: any[]): void;
  info(...data: any[]): void;
  debug(...data: any[]): void;
  warn(...data: any[]): void;
  error(...data: any[]): void;
  trace(...data: any[]): void;
  table(data?: any, columns?: string[]): void;
  dir(data?: any, options?: any): void;
  assert(condition?: boolean, ...data: any[]): void;
  count(label?: string): void;
  countReset(label?: string): void;
  group(...data: any[]): void;
  groupCollapsed(...data: any[]): void;
  groupEnd(): void;
  time(label?: string): void;
  timeEnd(label?: string): void;
  timeLog(label?: string, ...data: any[]): void;
}
declare var console: Console;`;

const URL_SEARCH_PARAMS = `interface URLSearchParams {
  readonly size: number;
  append(name: string, value: string): void;
  delete(name: string, value?: string): void;
  get(name: string): string | null;
  getAll(name: string): string[];
  has(name: string, value?: string): boolean;
  set(name: string, value: string): void;
  sort(): void;
  toString(): string;
  forEach(callback: (value: string, key: string, parent: URLSearchParams) => void): void;
  entries(): ArrayIterator<[string, string]>;
  keys(): ArrayIterator<string>;
  values(): ArrayIterator<string>;
  [Symbol.iterator](): ArrayIterator<[string, string]>;
}
declare var URLSearchParams: {
  prototype: URLSearchParams;
  new (init?: string[][] | Record<string, string> | string | URLSearchParams): URLSearchParams;
};`;

const URL_TYPE = `interface URL {
  hash: string;
  host: string;
  hostname: string;
  href: string;
  readonly origin: string;
  password: string;
  pathname: string;
  port: string;
  protocol: string;
  search: string;
  readonly searchParams: URLSearchParams;
  username: string;
  toString(): string;
  toJSON(): string;
}
declare var URL: {
  prototype: URL;
  new (url: string | URL, base?: string | URL): URL;
  canParse(url: string | URL, base?: string | URL): boolean;
  parse(url: string | URL, base?: string | URL): URL | null;
};`;

const TEXT_ENCODER = `interface TextEncoder {
  readonly encoding: string;
  encode(input?: string): Uint8Array<ArrayBuffer>;
}
declare var TextEncoder: { prototype: TextEncoder; new (): TextEncoder };`;

const TEXT_DECODER = `interface TextDecoder {
  readonly encoding: string;
  decode(input?: ArrayBuffer | ArrayBufferView, options?: { stream?: boolean }): string;
}
declare var TextDecoder: {
  prototype: TextDecoder;
  new (label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean }): TextDecoder;
};`;

const CRYPTO = `declare var crypto: {
  randomUUID(): \`\${string}-\${string}-\${string}-\${string}-\${string}\`;
  getRandomValues<T extends ArrayBufferView>(array: T): T;
};`;

const PRESENT_MOMENT = "in handlers and actions; elsewhere it throws and names what to do";

/** Names that mean less or something else in patterns than elsewhere, or come from the web. */
export const PATTERN_GLOBALS: readonly PatternGlobal[] = [
  {
    name: "Date",
    note: `\`new Date()\`, \`Date()\` and \`Date.now()\` give the moment of the event, in whole ` +
      `seconds, ${PRESENT_MOMENT}`,
  },
  {
    name: "Function",
    note: "makes a function out of a text without loops, functions, blocks and comments",
  },
  {
    name: "Intl",
    note: `complete; \`DateTimeFormat\` without a date formats the moment of the event, ` +
      PRESENT_MOMENT,
  },
  {
    name: "Math",
    note: `\`Math.random()\` works ${PRESENT_MOMENT}; an event that is handled again gets the ` +
      `same numbers`,
  },
  { name: "URL", note: "complete", declaration: URL_TYPE },
  { name: "URLSearchParams", note: "complete", declaration: URL_SEARCH_PARAMS },
  { name: "TextDecoder", note: "complete", declaration: TEXT_DECODER },
  { name: "TextEncoder", note: "complete", declaration: TEXT_ENCODER },
  {
    name: "atob",
    note: "complete",
    declaration: "declare function atob(data: string): string;",
  },
  {
    name: "btoa",
    note: "complete",
    declaration: "declare function btoa(data: string): string;",
  },
  {
    name: "console",
    note: "tagged with the piece; timers measure nothing, groups do not indent, and what is " +
      "logged is a copy",
    declaration: CONSOLE,
  },
  {
    name: "crypto",
    note: `\`randomUUID()\` and \`getRandomValues()\`, ${PRESENT_MOMENT}; not for secrets`,
    declaration: CRYPTO,
  },
  {
    name: "structuredClone",
    note: "copies what was read from cells too; a cell itself has no copy",
    // What cells hold is read-only; a copy of it is not.
    declaration: "declare function structuredClone<T>(value: T, options?: { transfer?: any[] }): " +
      "unknown extends T ? T : { -readonly [K in keyof T]: T[K] };",
  },
];

/** Names that people look for and do not find, and what to use instead. */
export const ABSENT_GLOBALS: Readonly<Record<string, string>> = {
  Atomics: "no memory is shared",
  Buffer: "use `Uint8Array`, `TextEncoder` and `btoa`",
  Deno: "a pattern has no host; what a host lends are the builtins of `commonfabric`",
  FinalizationRegistry: "what a pattern holds ends with its piece",
  Proxy: "write a function or a computed",
  SharedArrayBuffer: "no memory is shared",
  Temporal: "use `Date` and `Intl`",
  WeakRef: "what a pattern holds ends with its piece",
  WebAssembly: "there is only the author's own code",
  alert: "show it in the view",
  clearInterval: 'use `wish({ query: "#now/60" })`, which ticks each minute',
  clearTimeout: 'use `wish({ query: "#now/60" })`, which ticks each minute',
  document: "describe the view as JSX",
  eval: "use compileAndRun",
  fetch: "use fetchJson, fetchText, fetchBinary or streamData",
  localStorage: "keep it in a `PerUser` cell",
  location: "use getPatternEnvironment() for the host's address, and navigateTo",
  global: "write `globalThis`",
  navigator: "a pattern has no host",
  performance: "measure outside of patterns",
  process: "a pattern has no host",
  queueMicrotask: "computations follow their inputs by themselves",
  sessionStorage: "keep it in a `PerSession` cell",
  setImmediate: "computations follow their inputs by themselves",
  setInterval: 'use `wish({ query: "#now/60" })`, which ticks each minute',
  setTimeout: 'use `wish({ query: "#now/60" })`, which ticks each minute',
  window: "describe the view as JSX",
};
