/**
 * A session with a space of a server: a runtime over a WebSocket for verbs that run pieces, or the
 * bare connection for those that only look at documents.
 */

import type { Commit, DocAddress, SpaceConnection } from "@cf/protocol";
import type { Fabric } from "@cf/fabric";
import type { ErrorReport } from "@cf/runner";
import { CfError, isRecord, type Json } from "@cf/utils";
import { compiledFolder } from "../author/compile-file.ts";
import { CliError } from "../frame/errors.ts";
import type { Io } from "../frame/io.ts";
import { sayWhereTo } from "./leads-to.ts";
import { modelOf } from "./model.ts";
import { type ConnectionFlags, openClient, requireSpace } from "./client.ts";

/**
 * Opens a runtime on the space in force, calls `use`, and closes it. What patterns print and the
 * errors that they raise are shown; an error that reached nobody else fails the verb.
 *
 * Errors: `server-unreachable`, `unknown-space`, `not-allowed`, and those of `use`.
 */
export async function withFabric<T>(
  flags: ConnectionFlags,
  io: Io,
  use: (fabric: Fabric) => Promise<T>,
): Promise<T> {
  const { fabricOver, makeRuntime, sharedCompiler } = await import("@cf/fabric");
  return await withConnection(flags, io, async (connection, url) => {
    const llm = await modelOf(io);
    const compiler = () => sharedCompiler(compiledFolder(io));
    const uncaught: ErrorReport[] = [];
    const runtime = makeRuntime(connection, {
      onError: (report) => {
        uncaught.push(report);
        if (io.verbose) io.say(report.text);
      },
      ...(llm === undefined ? {} : { llm }),
      onNavigate: (target) => sayWhereTo([target], url, io),
      onConsole: (level, args, piece) => {
        const tag = piece === undefined ? level : `${level} ${piece}`;
        io.say(`${io.style.dim(tag)} ${args.map(show).join(" ")}`);
      },
      ...(io.verbose ? { onExplain: (text: string) => io.say(text) } : {}),
    }, compiler);
    const fabric = fabricOver(runtime, compiler, { close: () => runtime.dispose() });
    try {
      const result = await use(fabric);
      await fabric.idle();
      if (uncaught[0] !== undefined) throw uncaught[0].error;
      return result;
    } catch (error) {
      throw withPlace(error, uncaught);
    } finally {
      await fabric.close();
    }
  });
}

/** What a pattern threw, with the author's line; any other error as it is. */
function withPlace(error: unknown, reports: readonly ErrorReport[]): unknown {
  const report = reports.find((one) => one.error === error);
  if (report === undefined || error instanceof CfError) return error;
  const next = "Mend it there, and run the command again.";
  return new CliError("pattern-error", report.text, next, error);
}

/** Opens a bare connection to the space in force, calls `use`, and closes it. */
export async function withConnection<T>(
  flags: ConnectionFlags,
  io: Io,
  use: (connection: SpaceConnection, url: string) => Promise<T>,
): Promise<T> {
  const { connectWebSocket } = await import("@cf/runner");
  const space = await requireSpace(flags, io);
  const client = await openClient(flags, io);
  // A connection keeps trying for ever; this request fails at once, and with the reason.
  await client.request("GET", `/api/spaces/${encodeURIComponent(space)}`);
  const connection = connectWebSocket({ host: client.url, space, identity: client.identity });
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => {});
  connection.onError = (error) => failed.reject(error);
  try {
    return await Promise.race([use(connection, client.url), failed.promise]);
  } finally {
    await connection.close();
  }
}

/** The stored value of a document. */
export async function readDocument(
  connection: SpaceConnection,
  id: string,
): Promise<Json | undefined> {
  const address: DocAddress = { id, scope: "space" };
  const snapshots = await connection.watch([address], { reachMax: 0 });
  connection.unwatch([address]);
  return snapshots.find((snapshot) => snapshot.id === id)?.value;
}

/**
 * Makes the first commit of a connection that nothing else commits on, and waits for the answer.
 * Errors: the refusal's.
 */
export async function commitOnce(
  connection: SpaceConnection,
  content: Pick<Commit, "operations" | "sqlite">,
): Promise<void> {
  const { RemoteError } = await import("@cf/protocol");
  let refused: Error | undefined;
  connection.onFrame = ({ refusals }) => {
    const [refusal] = refusals;
    if (refusal !== undefined) refused = new RemoteError(refusal.error);
  };
  connection.commit({ local: 1, reads: [], ...content });
  await connection.settled();
  if (refused !== undefined) throw refused;
}

/** The list of a space's pieces, as stored. */
export async function pieceIds(connection: SpaceConnection): Promise<string[]> {
  const { fromSigil } = await import("@cf/protocol");
  const root = await readDocument(connection, "space:root");
  const pieces = isRecord(root) && Array.isArray(root.pieces) ? root.pieces : [];
  return pieces.flatMap((link) => fromSigil(link)?.id ?? []);
}

/** The one piece whose id holds `given`. Errors: `unknown-piece`, `ambiguous-piece`. */
export function choosePiece(ids: readonly string[], given: string): string {
  const matches = ids.filter((id) => id === given || id.includes(given));
  const [only] = matches;
  if (only !== undefined && matches.length === 1) return only;
  if (ids.includes(given)) return given;
  if (matches.length > 1) {
    throw new CliError(
      "ambiguous-piece",
      `Cannot choose a piece: '${given}' is part of ${matches.join(", ")}`,
      "Give more of its id.",
    );
  }
  throw new CliError(
    "unknown-piece",
    `Cannot find the piece '${given}': this space lists none whose id holds that`,
    "`cf piece ls` lists the pieces of the space.",
  );
}

function show(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value) ?? String(value);
}
