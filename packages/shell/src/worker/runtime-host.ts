/** The worker's host of pieces: the real runtime over a WebSocket to the server. */

import { connectWebSocket, Runtime } from "@cf/runner";
import type { Identity, NamedSpace } from "@cf/protocol";
import { problemOf, type SpaceInfo } from "../messages.ts";
import { compileSource, compileStored } from "./compile.ts";
import { FailureReports } from "./failure-reports.ts";
import { PieceList } from "./list-pieces.ts";
import { Outward } from "./outward.ts";
import type { OpenPiece, OpenSpace, PieceHost, PieceView, SpaceListener } from "./piece-host.ts";
import { problemOfReport, problemsOfDiagnostics } from "./problems.ts";
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
  readonly #listener: SpaceListener;
  readonly #list: PieceList;
  #shownCount = 0;

  constructor(space: string, options: RuntimeHostOptions, listener: SpaceListener) {
    const { origin, identity, api } = options;
    this.#space = space;
    this.#listener = listener;
    const connect = (to: string, named?: NamedSpace) =>
      connectWebSocket({ host: origin, space: to, named, identity });
    const connection = connect(space);
    const outward = new Outward(api, space);
    const path = `/api/spaces/${encodeURIComponent(space)}`;
    const failures = new FailureReports((body) =>
      api.request("POST", `${path}/failures`, { action: "tell what went wrong", body })
    );
    api.request("GET", path, { action: "look at the space" }).then((info) => {
      const { named } = info as SpaceInfo;
      if (named !== undefined) listener.onNamed(named);
    }).catch(() => {
      // Why the space cannot be looked at is what its connection says.
    });
    this.#runtime = new Runtime({
      connection,
      connect,
      programs: (where, hash) => compileStored(this.#runtime, api, { space: where, hash }),
      compile: (source) => compileSource(api, source),
      fetch: outward.fetch,
      llm: outward.model,
      apiUrl: `${origin}/`,
      onNavigate: ({ space: to, id }) => listener.onNavigate(`/${to}/${id}`),
      onError: (report) => {
        const problem = problemOfReport(report);
        listener.onProblem(problem);
        failures.add(problem);
      },
    });
    watchConnection(this.#runtime, connection, listener);
    connection.onNotice = (notice) => {
      if (notice.kind === "listening") failures.listen();
      // A piece that runs another program now is noticed by what shows it.
      if (notice.kind !== "diagnostics") return;
      listener.onCompileProblems(problemsOfDiagnostics(notice.diagnostics));
    };
    this.#list = new PieceList(this.#runtime, space, (pieces) => listener.onPieces(pieces));
  }

  openPiece(piece: string, view: PieceView): OpenPiece {
    const address = { runtime: this.#runtime, space: this.#space, listener: this.#listener };
    const shown = showPiece({ ...address, piece }, view);
    this.#shownCount++;
    this.#list.lookAt(false);
    return {
      handle: (event) => shown.handle(event),
      close: () => {
        shown.close();
        if (--this.#shownCount === 0) this.#list.lookAt(true);
      },
    };
  }

  close(): void {
    this.#list.close();
    this.#runtime.dispose().catch(() => {});
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
    } else if (!TRANSIENT.has(error.code)) {
      listener.onProblem(problemOf(error, "the connection"));
    }
    report();
  };
  report();
}

/** What the connection's state already says, for as long as it holds. */
const TRANSIENT = new Set(["shutting-down"]);

/** Refusals after which the space stays closed. */
const FATAL = new Set(["unknown-space", "not-allowed", "not-authenticated", "bad-identity"]);
