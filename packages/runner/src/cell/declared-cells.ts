/** Whether a schema says that there are cells inside a value, at any depth. */

import { declaration } from "./declaration.ts";
import { cellKindOf } from "./schema.ts";

/** Whether parts of the value are declared to be cells; streams are found without being declared. */
export const declaresCells = declaration((part) => {
  const kind = cellKindOf(part);
  return kind !== undefined && kind !== "stream" && kind !== "sqlite";
});
