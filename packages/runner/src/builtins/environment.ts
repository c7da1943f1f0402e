/** `getPatternEnvironment()`: what a pattern may know of where it runs. */

import { currentContext } from "../context.ts";
import { apiUrlOf } from "./host.ts";

/** `{ apiUrl, spaceDid }`; outside of a running runtime the defaults. */
export function getPatternEnvironment(): { readonly apiUrl: URL; readonly spaceDid?: string } {
  const context = currentContext();
  const apiUrl = apiUrlOf(context?.runtime.builtins.host ?? {});
  if (context === undefined) return Object.freeze({ apiUrl });
  return Object.freeze({ apiUrl, spaceDid: context.frame?.storage ?? context.runtime.homeSpace });
}
