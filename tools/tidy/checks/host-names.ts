/**
 * Committed files name no package registry and no path of one machine, so that a clone works
 * anywhere. Hosts in URLs come from a short list of documentation and standard names.
 */

import type { Check } from "../check.ts";
import { lineAt } from "../repository.ts";

/** Hosts that stand for nothing real, name a standard, or document what is used here. */
const ALLOWED_HOSTS = new RegExp(
  "^(" + [
    "localhost",
    "127\\.0\\.0\\.\\d+",
    "0\\.0\\.0\\.0",
    "\\[::1?\\]",
    "([\\w-]+\\.)*example(\\.(com|org|net))?",
    "([\\w-]+\\.)*(test|invalid|localhost|local)",
    "(www\\.)?(w3|json-schema|sqlite|opentelemetry)\\.org",
  ].join("|") + ")$",
);

const MACHINE_PATH = /(?<![\w.$}-])\/(work\/|root\/|Users\/\w+|home\/(?!ann\b|user\b)\w+)/g;

export const hostNames: Check = {
  name: "host-names",
  *run(repository) {
    for (const path of repository.paths) {
      const text = repository.text(path);
      for (const match of text.matchAll(/\b(?:https?|wss?):\/\/([^\s/"'`<>)}\\:?#,$]+)/gi)) {
        const host = match[1]!.replace(/^[^@]*@/, "").replace(/[.;]+$/, "").toLowerCase();
        if (!/^[\w.[\]:-]+$/.test(host) || ALLOWED_HOSTS.test(host)) continue;
        // A word without a dot stands for some host in an example, but not in a lock file.
        if (/^\w+$/.test(host) && !/\.(json|lock)$/.test(path)) continue;
        const fix = "Use example.com, a .test name or 127.0.0.1, or leave the host out";
        yield { file: path, line: lineAt(text, match.index), what: `names the host ${host}`, fix };
      }
      for (const match of text.matchAll(MACHINE_PATH)) {
        const fix = "Make it relative to the repository, or a temporary folder";
        const what = `names ${match[0]}, a path of one machine`;
        yield { file: path, line: lineAt(text, match.index), what, fix };
      }
    }
  },
};
