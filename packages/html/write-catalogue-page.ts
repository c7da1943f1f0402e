/** Writes the reference page of the elements beside this file. */

import { cataloguePage } from "./src/elements/catalogue-page.ts";

Deno.writeTextFileSync(new URL("generated/elements.md", import.meta.url), cataloguePage());
