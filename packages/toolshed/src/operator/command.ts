/**
 * What an operator can ask of one space: a name, the shape of its input, and what it does. The
 * server makes a route of each; `cf` runs the same ones on a store folder that no server has open.
 */

import type { Space } from "@cf/space";

/** What checks an input: a zod schema, as far as callers need it. */
export interface BodySchema<Body> {
  /** The input, or an error that says what does not fit. */
  parse(value: unknown): Body;
}

/** One command. Its answer is JSON. */
export interface OperatorCommand<Body, Answer> {
  /** For the API's description. */
  readonly summary: string;
  /** The shape of the input. */
  readonly body: BodySchema<Body>;
  /** Codes that it can raise, besides those of every route. */
  readonly codes?: readonly string[];
  /** Does it; throws what the space throws. */
  run(space: Space, call: { readonly body: Body; readonly by: string }): Answer | Promise<Answer>;
}

/** Types a command by its schema. */
export function command<Body, Answer>(
  definition: OperatorCommand<Body, Answer>,
): OperatorCommand<Body, Answer> {
  return definition;
}
