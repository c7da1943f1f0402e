/**
 * What an operator can ask of one space: a name, the shape of its input, and what it does. The
 * server makes a route of each; `cf` runs the same ones on a store folder that no server has open.
 */

import type { Space } from "@cf/space";
import type { z } from "zod";

/** One command. Its answer is JSON. */
export interface OperatorCommand<Body, Answer> {
  readonly summary: string;
  readonly body: z.ZodType<Body>;
  /** Codes that it can raise, besides those of every route. */
  readonly codes?: readonly string[];
  run(space: Space, call: { readonly body: Body; readonly by: string }): Answer | Promise<Answer>;
}

/** Types a command by its schema. */
export function command<Body, Answer>(
  definition: OperatorCommand<Body, Answer>,
): OperatorCommand<Body, Answer> {
  return definition;
}
