/** The language model that the caller's environment names. */

import type { ModelProvider } from "@cf/runner";
import type { Io } from "../frame/io.ts";

const NAMES = ["CF_LLM_URL", "CF_LLM_KEY", "CF_LLM_MODEL"];

/** `undefined` where `CF_LLM_URL` is not set. */
export async function modelOf(io: Io): Promise<ModelProvider | undefined> {
  const { modelOfEnvironment } = await import("@cf/fabric");
  return modelOfEnvironment(Object.fromEntries(NAMES.map((name) => [name, io.env(name)])));
}
