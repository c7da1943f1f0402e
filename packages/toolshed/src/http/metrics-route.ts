/** The scrape of the metrics, which only the operator may see. */

import type { Metrics } from "../observe/metrics.ts";
import { type Route, route } from "./routes.ts";

/** `GET /metrics`. */
export function metricsRoute(metrics: Metrics): Route {
  return route({
    method: "get",
    path: "/metrics",
    summary: "The server's metrics in Prometheus' text format",
    access: "operator",
    codes: ["not-allowed"],
    handle: async () => {
      const { text, contentType } = await metrics.scrape();
      return new Response(text, { headers: { "content-type": contentType } });
    },
  });
}
