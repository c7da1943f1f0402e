/** Runs a test pattern of `fixtures/` and tells of every step that failed. For tests. */

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { testFile } from "@cf/fabric";
import type { HostServices } from "../host.ts";

/** Fails unless every step of the fixture passes. */
export async function runFixture(name: string, services: HostServices = {}): Promise<void> {
  const path = fileURLToPath(new URL(`fixtures/${name}.test-pattern.tsx`, import.meta.url));
  const { steps, problems } = await testFile(path, { services });
  const failures = steps.filter(({ outcome }) => outcome !== "passed")
    .map(({ line, name: text, message }) => `${line ?? ""} ${text}: ${message}`);
  assert.deepEqual([...failures, ...problems], []);
  assert.ok(steps.length > 0, "the fixture has steps");
}
