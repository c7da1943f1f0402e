/** `cf doctor`: checks what the other commands rely on, and says what to do about what is wrong. */

import { readIdentity } from "../config/identity-file.ts";
import { connectionOptions, loadSettings } from "../config/settings.ts";
import { CliError, UsageError } from "../frame/errors.ts";
import type { Io } from "../frame/io.ts";
import type { ValuesOf } from "../frame/verb.ts";
import { ServerClient } from "../server/client.ts";

const DENO_WANTED = "2.9.6";
const SKEW_MAX_MS = 30_000;

export const about = {
  name: "doctor",
  summary: "Check what cf relies on.",
  examples: [["cf doctor", "checks Deno, key, server, clock and space"]],
} as const;

export const options = connectionOptions;

/** One thing that was looked at. */
interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly found: string;
  /** What to do, where it is not as it should be. */
  readonly fix?: string;
}

export async function run(values: ValuesOf<typeof options>, io: Io): Promise<number> {
  const checks: Check[] = [checkDeno()];
  const settings = await loadSettings(values, io);
  const key = await attempt("key", async () => {
    const identity = await readIdentity(settings.identity);
    return { found: `${identity.did} in ${settings.identity}`, value: identity };
  });
  checks.push(key.check);
  if (settings.url === undefined) {
    const fix = "Start one with `cf serve`, or name one with --url or CF_API_URL.";
    checks.push({ name: "server", ok: false, found: "none is named", fix });
  } else if (key.value !== undefined) {
    const client = new ServerClient(settings.url, key.value);
    checks.push(...await checkServer(client, settings.space));
  }
  const lines = checks.map(({ name, ok, found, fix }) => {
    const mark = ok ? io.style.green("ok    ") : io.style.red("FAILED");
    return `${mark} ${name.padEnd(6)} ${found}${fix === undefined ? "" : `\n              ${fix}`}`;
  });
  io.result(checks, lines.join("\n"));
  return checks.every(({ ok }) => ok) ? 0 : 1;
}

function checkDeno(): Check {
  const found = Deno.version.deno;
  const ok = found === DENO_WANTED;
  const fix = `Use Deno ${DENO_WANTED}: npx -y deno@${DENO_WANTED} task cf …`;
  return { name: "deno", ok, found, ...(ok ? {} : { fix }) };
}

async function checkServer(client: ServerClient, space: string | undefined): Promise<Check[]> {
  const server = await attempt("server", async () => {
    const before = Date.now();
    const answer = await fetch(`${client.url}/readyz`);
    await answer.body?.cancel();
    if (!answer.ok) throw notReady(client.url, answer.status);
    return { found: client.url, value: { date: answer.headers.get("date"), before } };
  });
  if (server.value === undefined) return [server.check];
  const checks = [server.check, ...checkClock(server.value)];
  const access = await attempt("space", async () => {
    if (space === undefined) {
      throw new UsageError("Cannot choose a space: none is named; `cf space ls` lists them");
    }
    const info = await client.request("GET", `/api/spaces/${encodeURIComponent(space)}`) as {
      capability: string;
    };
    return { found: `${space}: you may ${info.capability}`, value: info };
  });
  return [...checks, access.check];
}

/** Signed requests are good for a short time, so the two clocks must agree. */
function checkClock({ date, before }: { date: string | null; before: number }): Check[] {
  const theirs = Date.parse(date ?? "");
  if (Number.isNaN(theirs)) return [];
  const skewMs = theirs - before;
  const ok = Math.abs(skewMs) <= SKEW_MAX_MS;
  const found = `differs by ${Math.round(Math.abs(skewMs) / 1000)} s from the server's`;
  return [{ name: "clock", ok, found, ...(ok ? {} : { fix: "Set the clock of this machine." }) }];
}

async function attempt<T>(
  name: string,
  look: () => Promise<{ found: string; value: T }>,
): Promise<{ check: Check; value: T | undefined }> {
  try {
    const { found, value } = await look();
    return { check: { name, ok: true, found }, value };
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    const fix = error instanceof CliError ? { fix: error.hint } : {};
    return { check: { name, ok: false, found, ...fix }, value: undefined };
  }
}

function notReady(url: string, status: number): CliError {
  return new CliError(
    "server-not-ready",
    `Cannot use the server at ${url}: it answers with status ${status}`,
    "Wait until it has started, or see its log.",
  );
}
