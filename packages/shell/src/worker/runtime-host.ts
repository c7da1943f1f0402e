/** The worker's host of pieces: the real runtime over a WebSocket to the server. */

import { connectWebSocket, readProgram, Runtime } from "@cf/runner";
import type { CompiledProgram, ErrorReport } from "@cf/runner";
import type { Identity } from "@cf/protocol";
import { type Problem, problemOf, type SpaceInfo } from "../messages.ts";
import { ServerError } from "../errors.ts";
import { listPieces } from "./list-pieces.ts";
import type { OpenPiece, OpenSpace, PieceHost, PieceView, SpaceListener } from "./piece-host.ts";
import { showPiece } from "./show-piece.ts";
import type { ServerApi } from "./server-api.ts";

/** What a {@linkcode RuntimeHost} is made of. */
export interface RuntimeHostOptions {
  /** The server's origin, `http://127.0.0.1:8000`. */
  readonly origin: string;
  readonly identity: Identity;
  readonly api: ServerApi;
}

/** Opens spaces of one server. */
export class RuntimeHost implements PieceHost {
  readonly principal: string;
  readonly #options: RuntimeHostOptions;

  constructor(options: RuntimeHostOptions) {
    this.#options = options;
    this.principal = options.identity.did;
  }

  async spaces(): Promise<readonly SpaceInfo[]> {
    const answer = await this.#options.api.request("GET", "/api/spaces", { action: "list spaces" });
    return (answer as { spaces: SpaceInfo[] }).spaces;
  }

  async createSpace(): Promise<SpaceInfo> {
    return await this.#options.api.request("POST", "/api/spaces", {
      action: "make a space",
      body: {},
    }) as SpaceInfo;
  }

  openSpace(space: string, listener: SpaceListener): OpenSpace {
    return new RuntimeSpace(space, this.#options, listener);
  }
}

/** One open space: a connection and a runtime on it. */
class RuntimeSpace implements OpenSpace {
  readonly #runtime: Runtime;
  readonly #space: string;
  readonly #stopListing: () => void;

  constructor(space: string, options: RuntimeHostOptions, listener: SpaceListener) {
    const { origin, identity, api } = options;
    this.#space = space;
    const connect = (to: string) => connectWebSocket({ host: origin, space: to, identity });
    const connection = connect(space);
    this.#runtime = new Runtime({
      connection,
      connect,
      programs: async (where, hash) => await this.#compile(api, where, hash),
      onError: (report) => listener.onProblem(problemOfReport(report)),
    });
    watchConnection(this.#runtime, connection, listener);
    this.#stopListing = listPieces(this.#runtime, space, (pieces) => listener.onPieces(pieces));
  }

  openPiece(piece: string, view: PieceView): OpenPiece {
    return showPiece({ runtime: this.#runtime, space: this.#space, piece }, view);
  }

  close(): void {
    this.#stopListing();
    this.#runtime.dispose().catch(() => {});
  }

  /** The space holds the sources; the server compiles them, and keeps what it compiled. */
  async #compile(api: ServerApi, space: string, hash: string): Promise<CompiledProgram> {
    const source = await readProgram(this.#runtime, hash, space);
    if (source === undefined) {
      throw new ServerError(
        "unknown-program",
        "load the pattern",
        `the space has no program ${hash}`,
      );
    }
    const answer = await api.request("POST", "/api/compile", {
      action: "compile the pattern",
      body: source,
    }) as { program?: CompiledProgram } & CompiledProgram;
    return answer.program ?? answer;
  }
}

/** Reports the connection's state and the commits under way, whenever either changes. */
function watchConnection(
  runtime: Runtime,
  connection: ReturnType<typeof connectWebSocket>,
  listener: SpaceListener,
): void {
  let reported = "";
  let due = false;
  const report = () => {
    if (due) return;
    due = true;
    queueMicrotask(() => {
      due = false;
      const { status } = connection;
      const { pendingCommits } = runtime.replica(connection.space);
      if (reported === `${status} ${pendingCommits}`) return;
      reported = `${status} ${pendingCommits}`;
      listener.onConnection({ status, pendingCommits });
    });
  };
  const apply = connection.onFrame;
  const commit = connection.commit.bind(connection);
  connection.onFrame = (frame) => {
    apply(frame);
    report();
  };
  connection.commit = (one) => {
    commit(one);
    report();
  };
  connection.onStatus = report;
  connection.onError = (error) => {
    if (connection.status === "closed" || FATAL.has(error.code)) {
      listener.onFailure(problemOf(error));
    } else listener.onProblem(problemOf(error, "the connection"));
    report();
  };
  report();
}

/** Refusals after which the space stays closed. */
const FATAL = new Set(["unknown-space", "not-allowed", "not-authenticated", "bad-identity"]);

function problemOfReport({ error, where, position, code }: ErrorReport): Problem {
  return {
    ...problemOf(error, where),
    code,
    ...(position === undefined ? {} : { position }),
  };
}
