/** A server process exports its spans to the endpoint that its environment names. */

import assert from "node:assert/strict";
import { createIdentity, exportIdentity } from "@cf/protocol";
import { connectWebSocket } from "@cf/runner";
import { freePort, startProcess, stopProcess } from "./server-under-test.ts";
import { Replica } from "./replica.ts";

interface Exported {
  readonly name: string;
  readonly attributes: readonly { readonly key: string; readonly value: object }[];
}

/** A collector that resolves with the first span of that name. */
function collect(name: string) {
  const found = Promise.withResolvers<Exported>();
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    async (call) => {
      const text = await call.text();
      if (new URL(call.url).pathname === "/v1/traces") {
        const { resourceSpans } = JSON.parse(text);
        // deno-lint-ignore no-explicit-any
        const spans = resourceSpans.flatMap((resource: any) => resource.scopeSpans)
          // deno-lint-ignore no-explicit-any
          .flatMap((scope: any) => scope.spans) as Exported[];
        const span = spans.find((each) => each.name === name);
        if (span !== undefined) found.resolve(span);
      }
      return new Response("{}", { headers: { "content-type": "application/json" } });
    },
  );
  return { span: found.promise, server };
}

Deno.test("a commit is a span with its space, session and seq", async () => {
  const identity = await createIdentity();
  const { span, server } = collect("commit");
  const space = identity.did;
  const setting = {
    store: ":memory:",
    port: freePort(),
    identity: await exportIdentity(identity),
    space,
  };
  const child = await startProcess(setting, {
    OTEL_DENO: "true",
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${server.addr.port}`,
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
    OTEL_BSP_SCHEDULE_DELAY: "10",
  });
  const host = `http://127.0.0.1:${setting.port}`;
  const client = new Replica(connectWebSocket({ host, space, identity }));
  const answer = await client.commit([{ op: "set", id: "of:a", value: 1 }]);
  assert.ok(answer.ok);
  const { attributes } = await span;
  const keys = attributes.map(({ key }) => key).toSorted();
  assert.deepEqual(keys, ["cf.local", "cf.seq", "cf.session", "cf.space"]);
  await client.connection.close();
  await stopProcess(child, "SIGTERM");
  await server.shutdown();
});
