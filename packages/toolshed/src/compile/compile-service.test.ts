import assert from "node:assert/strict";
import { CfError } from "@cf/utils";
import { ManualClock } from "@cf/utils/manual-clock";
import { CompileService } from "./compile-service.ts";

function program(text: string) {
  return { main: "/main.ts", files: { "/main.ts": text } };
}

async function withService(
  options: { deadlineMs?: number; memoryMb?: number },
  run: (service: CompileService, clock: ManualClock) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "cf-compile-" });
  const clock = new ManualClock();
  const service = new CompileService({ cacheFolder: () => folder, clock, ...options });
  try {
    await run(service, clock);
  } finally {
    await service.close();
    await Deno.remove(folder, { recursive: true });
  }
}

function failed(pattern: RegExp) {
  return (error: unknown) =>
    error instanceof CfError && error.code === "compiler-failed" && pattern.test(error.message);
}

Deno.test("CompileService compiles equal sources once, and different ones one after another", async () => {
  await withService({}, async (service) => {
    const texts = ["export const a = 1;", "export const b: string = 2;"];
    const [first, again, second] = await Promise.all([
      service.compile(program(texts[0]!)),
      service.compile(program(texts[0]!)),
      service.compile(program(texts[1]!)),
    ]);
    assert.equal(first, again);
    assert.deepEqual(first.diagnostics, []);
    assert.equal(second.diagnostics[0]!.code, "TS2322");
  });
});

Deno.test("CompileService gives what its host compiled, without a child", async () => {
  await withService({ deadlineMs: 1_000 }, async (service, clock) => {
    const source = program("export const mine = 1;");
    const result = { runs: false, diagnostics: [], schemas: { own: true } };
    service.remember(source, result);
    assert.equal(await service.compile({ ...source }), result);
    const other = service.compile(program("export const mine = 2;"));
    // That one needs the child, which cannot answer in no time.
    clock.advance(1_000);
    await assert.rejects(other, failed(/longer than 1000 ms/));
  });
});

Deno.test("CompileService ends a compilation at its deadline, and goes on with the next", async () => {
  await withService({ deadlineMs: 1_000 }, async (service, clock) => {
    const late = service.compile(program("export const late = 1;"));
    const next = service.compile(program("export const next = 1;"));
    // Both wait for the child; its deadline passes before it can have answered.
    clock.advance(1_000);
    await assert.rejects(late, failed(/longer than 1000 ms/));
    assert.deepEqual((await next).diagnostics, []);
  });
});

Deno.test("CompileService survives a compiler that uses up its memory", async () => {
  await withService({ memoryMb: 8 }, async (service) => {
    await assert.rejects(
      service.compile(program("export const a = 1;")),
      failed(/more than 8 MB/),
    );
  });
});
