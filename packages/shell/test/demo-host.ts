/** A host without a server: spaces, pieces and every state of the page, by name. */

import { render } from "@cf/html";
import type { VNode } from "@cf/html";
import { Cell, Derived, signals } from "../../html/test/signals.ts";
import type { PieceInfo, SpaceInfo } from "../src/messages.ts";
import type {
  OpenPiece,
  OpenSpace,
  PieceHost,
  PieceView,
  SpaceListener,
} from "../src/worker/piece-host.ts";

/** Spaces whose names say what becomes of them. */
export const SPACE = "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp";
const EMPTY_SPACE = "did:key:z6MkEmpty1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mEmpt";

/** One that patterns of another name. */
const NAMED_SPACE = "did:key:z6MkNamed1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mName";
const NAMED = { home: SPACE, name: "Team of Ann" };

const PIECES: readonly PieceInfo[] = [
  { piece: "piece:log", name: "Log of Ann (3)", isNamed: true, pattern: "message-log.tsx" },
  { piece: "piece:todo", name: "Groceries", isNamed: true, pattern: "todo.tsx" },
  { piece: "piece:board", name: "Launch board", isNamed: true, pattern: "board.tsx" },
  { piece: "piece:counter", name: "Counter", isNamed: true, pattern: "counter.tsx" },
  { piece: "piece:broken", name: "Broken", isNamed: true, pattern: "broken.tsx" },
];

function h(name: string, props?: VNode["props"], ...children: unknown[]): VNode {
  return { type: "vnode", name, props: props ?? null, children };
}

/** Serves what its name promises. */
export class DemoHost implements PieceHost {
  readonly principal: string = "did:key:z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH";

  spaces(): Promise<readonly SpaceInfo[]> {
    return Promise.resolve([
      { space: SPACE, capability: "own" },
      { space: EMPTY_SPACE, capability: "write" },
      { space: NAMED_SPACE, capability: "read", named: NAMED },
    ]);
  }

  createSpace(): Promise<SpaceInfo> {
    return Promise.resolve({ space: EMPTY_SPACE, capability: "own" });
  }

  openSpace(space: string, listener: SpaceListener): OpenSpace {
    if (space.includes("nowhere")) {
      listener.onFailure({
        code: "unknown-space",
        message: `Cannot open space ${space}: this host has no such space`,
      });
    } else if (!space.includes("slow")) {
      listener.onConnection({ status: "open", pendingCommits: 0 });
      if (space === NAMED_SPACE) listener.onNamed(NAMED);
      listener.onPieces(space === EMPTY_SPACE ? [] : PIECES);
    }
    return {
      openPiece: (piece, view) => openDemo(piece, view, listener),
      close: () => {},
    };
  }
}

function openDemo(piece: string, view: PieceView, listener: SpaceListener): OpenPiece {
  if (piece === "piece:slow") return { handle: () => {}, close: () => {} };
  if (piece === "piece:broken") {
    view.onFailure({
      code: "pattern-error",
      message: "Cannot read properties of undefined (reading 'length')",
      position: { path: "/broken.tsx", line: 12, column: 31 },
    });
    return { handle: () => {}, close: () => {} };
  }
  const demo = (DEMOS[piece] ?? counter)(listener, view);
  const rendered = render(demo.ui, { reactivity: signals, applier: view.applier });
  rendered.flush();
  view.onReady();
  // As with a real piece, whose name is computed and may come after its view.
  view.onName(PIECES.find((one) => one.piece === piece)?.name ?? "Counter");
  return { handle: (event) => rendered.handle(event), close: () => rendered.dispose() };
}

type Demo = (listener: SpaceListener, view: PieceView) => { readonly ui: VNode };

const counter: Demo = () => {
  const count = new Cell(0);
  return {
    ui: h("cf-vstack", { gap: "4", align: "center", padding: "8" }, [
      h("cf-heading", { level: 1 }, "Counter"),
      h("output", { style: { fontSize: "4rem", fontVariantNumeric: "tabular-nums" } }, count),
      h("cf-hstack", { gap: "2" }, [
        h("cf-button", { onClick: () => count.set(count.get() - 1) }, "Less"),
        h("cf-button", { variant: "primary", onClick: () => count.set(count.get() + 1) }, "More"),
      ]),
    ]),
  };
};

const todo: Demo = () => {
  const draft = new Cell("");
  const items = new Cell(["Bread", "Olives", "A book on SQLite"].map((title, i) => ({
    title,
    done: new Cell(i === 0),
  })));
  const rows = new Map<object, VNode>();
  const row = (item: { title: string; done: Cell<boolean> }) => {
    if (!rows.has(item)) {
      rows.set(
        item,
        h("cf-hstack", { gap: "3" }, [
          h("cf-checkbox", { $checked: item.done, style: { flex: 1 } }, item.title),
          h("cf-button", {
            variant: "ghost",
            size: "sm",
            "aria-label": `Remove ${item.title}`,
            onClick: () => items.set(items.get().filter((other) => other !== item)),
          }, "Remove"),
        ]),
      );
    }
    return rows.get(item);
  };
  const left = new Derived(() => items.get().filter((item) => !item.done.get()).length);
  const add = () => {
    items.set([...items.get(), { title: draft.get(), done: new Cell(false) }]);
  };
  return {
    ui: h("cf-vstack", { gap: "4", style: { maxWidth: "34rem", margin: "0 auto" } }, [
      h("cf-hstack", { justify: "between" }, [
        h("cf-heading", { level: 1 }, "Groceries"),
        h("cf-badge", { variant: "primary" }, left, " left"),
      ]),
      h("cf-card", null, new Derived(() => items.get().map(row))),
      h("cf-message-input", {
        $value: draft,
        placeholder: "What else?",
        buttonText: "Add",
        "oncf-send": add,
      }),
    ]),
  };
};

const log: Demo = (listener, view) => {
  const draft = new Cell("");
  const entries = new Cell([
    { who: "Ann", body: "The commit and the row came in one frame." },
    { who: "Ben Okafor", body: "Seen here at the same moment, count included." },
    { who: "Ann", body: "Pulling the plug on the server now." },
  ]);
  return {
    ui: h("cf-vstack", { gap: "4", style: { maxWidth: "40rem", margin: "0 auto" } }, [
      h("cf-heading", { level: 1 }, "Message log"),
      new Derived(() =>
        entries.get().map((entry) =>
          h("cf-hstack", { gap: "3", align: "start" }, [
            h("cf-avatar", { name: entry.who }),
            h("cf-vstack", null, h("b", null, entry.who), h("cf-text", null, entry.body)),
          ])
        )
      ),
      h("cf-message-input", {
        $value: draft,
        placeholder: "Say something",
        "oncf-send": () => {
          if (draft.get() !== "fail") {
            return entries.set([...entries.get(), { who: "Ann", body: draft.get() }]);
          }
          listener.onProblem({
            code: "sql-error",
            where: "post",
            message: "Cannot run SQL: UNIQUE constraint failed: entries.id\n" +
              "INSERT INTO entries (author_cf_link, body, at) VALUES (?, ?, ?)",
            position: { path: "/message-log.tsx", line: 18, column: 8 },
          });
        },
      }),
      h("cf-hstack", { gap: "2" }, [
        h("cf-button", {
          size: "sm",
          onClick: () => listener.onConnection({ status: "offline", pendingCommits: 2 }),
        }, "Go offline"),
        h("cf-button", { size: "sm", onClick: () => view.onReplaced() }, "Mend it"),
        h("cf-button", {
          size: "sm",
          onClick: () => {
            listener.onConnection({ status: "closed", pendingCommits: 0 });
            listener.onFailure({
              code: "not-allowed",
              message: "Cannot connect: no right to read",
            });
          },
        }, "Shut it"),
        h("cf-button", {
          size: "sm",
          onClick: () =>
            listener.onCompileProblems([
              {
                code: "ts2322",
                message: "Type 'string' is not assignable to type 'number'.",
                position: { path: "/message-log.tsx", line: 21, column: 9 },
                excerpt: "  const count: number = computed(() => `${latest.result?.length}`);",
              },
              {
                code: "cf-let-in-body",
                message:
                  "A `let` in a pattern's body has no meaning when the body runs once.\nWrite: const total = computed(() => …)",
                position: { path: "/message-log.tsx", line: 27, column: 3 },
                excerpt: "  let total = 0;",
              },
            ]),
        }, "Break it"),
      ]),
    ]),
  };
};

const board: Demo = () => {
  const column = (title: string, cards: readonly string[]) =>
    h("cf-vstack", { gap: "3", style: { flex: "1 1 14rem" } }, [
      h("cf-hstack", { justify: "between" }, [
        h("cf-heading", { level: 3 }, title),
        h("cf-badge", null, cards.length),
      ]),
      cards.map((card) =>
        h("cf-card", { draggable: true }, [
          h("cf-text", null, card),
          h("cf-hstack", { gap: "2" }, [
            h("cf-button", { size: "sm", variant: "ghost" }, "←"),
            h("cf-button", { size: "sm", variant: "ghost" }, "→"),
          ]),
        ])
      ),
    ]);
  return {
    ui: h("cf-vstack", { gap: "5" }, [
      h("cf-heading", { level: 1 }, "Launch board"),
      h("cf-hstack", { gap: "5", align: "start", wrap: true }, [
        column("To do", ["Write the announcement", "Record a short film"]),
        column("Doing", ["Crash tests on three machines"]),
        column("Done", ["One frame per commit", "Two browsers, one log"]),
      ]),
    ]),
  };
};

const endless: Demo = () => ({
  ui: h("cf-button", {
    onClick: () => {
      for (;;);
    },
  }, "Never end"),
});

const DEMOS: Readonly<Record<string, Demo>> = {
  "piece:todo": todo,
  "piece:log": log,
  "piece:board": board,
  "piece:endless": endless,
};
