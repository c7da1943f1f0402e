/**
 * `cf`: the command line of authors and operators, a thin client of the packages below it.
 *
 * @module
 */

export { run } from "./src/frame/program.ts";
export { type Io, processIo } from "./src/frame/io.ts";
