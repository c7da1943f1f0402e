/** `fetchProgram({ url })`: a pattern's source with every file that it imports. */

import { RequestError } from "./errors.ts";
import { fetchHttp, httpRequest } from "./http.ts";
import { failed, NO_REQUEST, partOf, requestBuiltin } from "./request-node.ts";

const FILES_MAX = 200;
const IMPORT = /(?:\bfrom\s*|\bimport\s*\(?\s*|\bdataFile\s*\(\s*)(["'])(\.{1,2}\/[^"'\n]+)\1/g;

/** `{ files: [{ name, contents }], main }`; names are the paths of the files' URLs. */
export const fetchProgram = requestBuiltin("fetchProgram", ({ runtime, builtins, request }) => {
  const { host } = builtins;
  return () => {
    const http = httpRequest(
      host,
      partOf(runtime, request, "url"),
      partOf(runtime, request, "options"),
    );
    if (http === undefined) return NO_REQUEST;
    if (http instanceof RequestError) return failed(http);
    const run = builtins.run("program", http, () => ({
      action: `fetch program ${http.url}`,
      work: async ({ signal }) => {
        const text = async (url: string) =>
          new TextDecoder().decode((await fetchHttp(host, { ...http, url }, signal)).bytes);
        return await collect(http.url, text);
      },
    }));
    return run.get();
  };
});

/** Loads `main` and, file by file, what the files import by relative path. */
async function collect(main: string, text: (url: string) => Promise<string>): Promise<object> {
  const files = new Map<string, string>();
  const waiting = [main];
  for (let url = waiting.shift(); url !== undefined; url = waiting.shift()) {
    const name = new URL(url).pathname;
    if (files.has(name)) continue;
    if (files.size >= FILES_MAX) {
      throw new RequestError(
        "bad-answer",
        `Cannot fetch program ${main}: it has more than ${FILES_MAX} files`,
      );
    }
    const contents = await text(url);
    files.set(name, contents);
    if (!/\.[cm]?[jt]sx?$/.test(name)) continue;
    for (const [, , specifier] of contents.matchAll(IMPORT)) {
      waiting.push(new URL(specifier!, url).href);
    }
  }
  return Object.freeze({
    files: Object.freeze([...files].map(([name, contents]) => Object.freeze({ name, contents }))),
    main: new URL(main).pathname,
  });
}
