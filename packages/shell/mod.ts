/**
 * The web page that opens a space and shows its pieces: `buildShell()` makes its files for a
 * server.
 *
 * @module
 */

export {
  type BuildOptions,
  buildShell,
  type BuiltFile,
  type BuiltShell,
} from "./src/build/build-shell.ts";
export { ShellBuildError } from "./src/errors.ts";
