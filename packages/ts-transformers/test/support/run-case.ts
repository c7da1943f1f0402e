/** Compiles, evaluates and compares one corpus case. */

import assert from "node:assert/strict";
import { type Compiler, createCompiler, formatDiagnostic } from "../../mod.ts";
import { type Case, sourceOf } from "./case.ts";
import { evaluate, events, instantiate, render, TestCell, valueOf } from "./interpreter.ts";

let compiler: Compiler | undefined;

/** The compiler that all tests of a process share. */
export function testCompiler(): Compiler {
  compiler ??= createCompiler();
  return compiler;
}

/** Runs one case; throws an assertion error where it means something else. */
export function runCase(test: Case): void {
  const main = "/main.tsx";
  const { program, diagnostics } = testCompiler().compile({
    main,
    files: { [main]: sourceOf(test) },
  });
  const found = diagnostics.map((diagnostic) => diagnostic.code).sort();
  assert.deepEqual(
    found,
    [...test.diagnostics ?? []].sort(),
    diagnostics.map(formatDiagnostic).join("\n"),
  );
  assert.ok(program);
  const { code } = program.modules[main]!;
  const explain = `\n${code}`;
  for (const part of test.emits ?? []) {
    if (typeof part === "string") assert.ok(code.includes(part), `no ${part} in${explain}`);
    else assert.match(code, part);
  }
  for (const part of test.omits ?? []) {
    if (typeof part === "string") assert.ok(!code.includes(part), `${part} in${explain}`);
    else assert.doesNotMatch(code, part);
  }
  if (test.shows === undefined && test.out === undefined) return;
  try {
    const output = instantiate(
      evaluate(program).exports.default,
      test.given?.((value) => TestCell.of(value)) ?? {},
    );
    for (const [index, event] of test.fire ?? []) events(output)[index]!(event);
    if (test.shows !== undefined) assert.equal(render(output), test.shows);
    if (test.out !== undefined) assert.deepEqual(valueOf(output.out), test.out);
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}${explain}`, {
      cause: error,
    });
  }
}
