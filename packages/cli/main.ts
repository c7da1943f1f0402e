/** The `cf` program: this process's arguments and streams, joined to the verbs. */

import { processIo, run } from "./mod.ts";

if (import.meta.main) Deno.exit(await run(Deno.args, processIo()));
