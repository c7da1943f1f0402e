/** The OpenAPI description of the routes, and a page that shows it. */

import { z } from "zod";
import type { Route } from "./routes.ts";

const problem = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    data: z.record(z.string(), z.unknown()),
  }),
});

/** The OpenAPI 3.1 document of `routes`. */
export function openApi(routes: readonly Route[], origin: string): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method]: operation(route) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Cell Fabric",
      version: "1",
      description:
        "Spaces and their pieces. Requests are signed: `Authorization: CF-Signature …` " +
        "holds the caller's DID, a nonce, an expiry and an Ed25519 signature of method, path and " +
        "body. Live sessions use the WebSocket at /api/connect.",
    },
    servers: [{ url: origin }],
    paths,
    components: {
      schemas: { Problem: z.toJSONSchema(problem) },
      securitySchemes: {
        signature: { type: "apiKey", in: "header", name: "Authorization" },
      },
    },
  };
}

function operation(route: Route): Record<string, unknown> {
  const names = [...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
  const parameters = [
    ...names.map((name) => ({
      name,
      in: "path",
      required: true,
      schema: { type: "string" },
    })),
    ...Object.entries(route.query ?? {}).map(([name, description]) => ({
      name,
      in: "query",
      description,
      schema: { type: "string" },
    })),
  ];
  const codes = route.codes === undefined ? "" : `: ${route.codes.join(", ")}`;
  return {
    summary: route.summary,
    operationId: `${route.method} ${route.path}`.replaceAll(/[^A-Za-z]+/g, "-").replace(/-$/, ""),
    parameters,
    ...(route.access === "anyone" ? {} : { security: [{ signature: [] }] }),
    ...(route.body === undefined ? {} : {
      requestBody: { required: true, content: json(z.toJSONSchema(route.body, { io: "input" })) },
    }),
    responses: {
      ...(route.answer === undefined
        ? { "204": { description: "Done" } }
        : { "200": { description: "Done", content: json(z.toJSONSchema(route.answer)) } }),
      default: {
        description: `A problem${codes}`,
        content: json({ $ref: "#/components/schemas/Problem" }),
      },
    },
  };
}

function json(schema: unknown): Record<string, unknown> {
  return { "application/json": { schema } };
}

/** A page that lists the routes; it needs no script. */
export function docsPage(routes: readonly Route[]): string {
  const sections = routes.map((route) => {
    const schemas = [
      route.body === undefined
        ? ""
        : schemaBlock("Body", z.toJSONSchema(route.body, { io: "input" })),
      route.answer === undefined ? "" : schemaBlock("Answer", z.toJSONSchema(route.answer)),
    ].join("");
    const codes = route.codes === undefined
      ? ""
      : `<p>Codes: ${escape(route.codes.join(", "))}</p>`;
    return `<section><h2><code>${route.method.toUpperCase()}</code> <code>${
      escape(route.path)
    }</code></h2><p>${
      escape(route.summary)
    }. For: ${route.access}.</p>${codes}${schemas}</section>`;
  });
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>API · Cell Fabric</title>
<meta name="viewport" content="width=device-width"><style>
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}body{max-width:50rem;margin:2rem auto;padding:0 1rem}
h2{font-size:1rem;border-top:1px solid #8884;padding-top:1rem}pre{overflow:auto;background:#8881;padding:.75rem;border-radius:.5rem}
</style></head><body><h1>Cell Fabric API</h1><p>Requests are signed with an Ed25519 key:
<code>Authorization: CF-Signature …</code>. Machine-readable: <a href="/api/openapi.json">openapi.json</a>.
Live sessions use the WebSocket at <code>/api/connect</code>.</p>${
    sections.join("\n")
  }</body></html>`;
}

function schemaBlock(title: string, schema: unknown): string {
  return `<details><summary>${title}</summary><pre>${
    escape(JSON.stringify(schema, null, 2))
  }</pre></details>`;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
