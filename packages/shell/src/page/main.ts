/** The page's entry: defines the elements and starts the page over its worker. */

import "@cf/html/elements";
import { App } from "./app.ts";
import type { WorkerLike } from "./worker-client.ts";

const path = document.querySelector<HTMLMetaElement>('meta[name="cf-worker"]')!.content;

new App(document.body, () => new Worker(path, { type: "module" }) as WorkerLike);
