/** The scrape of the metrics, for the operator and for a scraper that has the operator's token. */

import type { Metrics } from "../observe/metrics.ts";
import { type Route, route } from "./routes.ts";

/** `GET /metrics`. */
export function metricsRoute(metrics: Metrics): Route {
  return route({
    method: "get",
    path: "/metrics",
    summary: "The server's metrics in Prometheus' text format",
    access: "scrape",
    codes: ["not-allowed"],
    handle: async () => {
      const { text, contentType } = await metrics.scrape();
      return new Response(text, { headers: { "content-type": contentType } });
    },
  });
}
