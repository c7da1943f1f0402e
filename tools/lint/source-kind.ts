/** Which rules apply to a file, told by its path. */

/** Code that ships: a package's own sources, without its tests and benches. */
export function isProductSource(filename: string): boolean {
  return /\/packages\/[^/]+\//.test(filename) && !isTestSource(filename);
}

/** Tests, benches and what is written for them. */
export function isTestSource(filename: string): boolean {
  return /\.(test|bench)\.tsx?$|\/(test|testing)\//.test(filename);
}
