/** The schemas of a program by name, collected while its files are lowered. */

import type { Json } from "@cf/utils";

/** Collects schemas under names that people recognize. */
export interface CollectedSchemas {
  add(name: string, schema: Json): void;
  all(): Record<string, Json>;
}

/** An empty collection. A name that is taken keeps its first schema. */
export function collectSchemas(): CollectedSchemas {
  const schemas: Record<string, Json> = {};
  return {
    add(name, schema) {
      schemas[name] ??= schema;
    },
    all: () => schemas,
  };
}
