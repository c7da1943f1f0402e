// deno-lint-ignore-file no-explicit-any -- `any` stands for types that an author left open.
/** What a pattern may know of the world it runs in. */

/**
 * What a pattern may know of where it runs.
 *
 * @example
 * ```ts
 * const { apiUrl } = getPatternEnvironment();
 * ```
 */
export declare function getPatternEnvironment(): {
  readonly apiUrl: URL;
  readonly spaceDid?: string;
  readonly [key: string]: any;
};

/**
 * The text of a file that ships with the pattern, by its path relative to the module.
 *
 * @example
 * ```ts
 * const rows = dataFile("./cities.csv").split("\n");
 * ```
 */
export declare function dataFile(path: string): string;
