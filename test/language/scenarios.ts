/** What happens to the programs in `patterns/scenarios`, and what is true afterwards. */

/** A program, what is sent to it, and the values of paths after each step. */
export interface Scenario {
  readonly file: string;
  readonly exportName: string;
  readonly argument?: Readonly<Record<string, unknown>>;
  readonly steps: readonly {
    /** Events, in order, by the path of the stream. */
    readonly send?: readonly (readonly [stream: string, event?: unknown])[];
    readonly values: Readonly<Record<string, unknown>>;
  }[];
}

export const scenarios: readonly Scenario[] = [
  {
    file: "kanban.ts",
    exportName: "kanbanBoard",
    steps: [{
      send: [
        ["addTask", { "title": " A " }],
        ["addTask", { "title": "B", "column": "doing", "points": 3 }],
        ["addTask", { "title": "C", "column": "bogus" }],
        ["addTask"],
      ],
      values: {
        "tasks": [{ "id": "t1", "title": "A", "column": "todo" }, {
          "id": "t2",
          "title": "B",
          "column": "doing",
          "points": 3,
        }, { "id": "t3", "title": "C", "column": "todo" }],
        "board.0.titles": ["A", "C"],
        "board.1.points": 3,
        "lastMove": "none",
      },
    }, {
      send: [
        ["moveTask", { "id": "t1", "to": "doing", "before": "t2" }],
        ["moveTask", { "id": "t3", "to": "doing" }],
        ["tag", { "id": "t1", "tag": "x" }],
        ["tag", { "id": "t1", "tag": "x" }],
      ],
      values: {
        "board.1.titles": ["A", "B", "C"],
        "overloaded": ["doing"],
        "lastMove": "t3:todo>doing",
        "tasks.0.tags": ["x"],
      },
    }, {
      send: [["setWip", { "column": "doing", "limit": 3 }], ["moveTask", {
        "id": "t2",
        "to": "done",
      }]],
      values: { "overloaded": [], "status": "3 points done" },
    }, {
      send: [["setWip", { "column": "doing" }]],
      values: { "overloaded": [], "board.2.count": 1 },
    }],
  },
  {
    file: "meetings.ts",
    exportName: "scheduler",
    steps: [{
      values: { "options": [], "headline": ": 0 option(s)", "chosenLabel": "unscheduled" },
    }, {
      send: [
        ["offer", { "name": "Ann", "day": "mon", "from": "9:00", "to": "12:00" }],
        ["offer", { "name": "Bob", "day": "mon", "from": "10:30", "to": "11:15" }],
        ["offer", { "name": "ann", "day": "tue", "from": "08:00", "to": "09:00" }],
        ["offer", { "name": "Bob", "day": "tue", "from": "8:45", "to": "10:00" }],
      ],
      values: { "optionLabels": ["mon 10:30-11:15"], "headline": "Ann & Bob: 1 option(s)" },
    }, {
      send: [
        ["offer", { "name": "Z", "day": "mon", "from": "25:00", "to": "26:00" }],
        ["offer", null],
        ["pick", {}],
        ["shift", { "iso": "2024-02-27T10:00:00Z", "days": 3 }],
      ],
      values: {
        "rejected": 2,
        "chosenLabel": "mon at 10:30",
        "chosen": { "day": "mon", "start": 630, "end": 675 },
        "date": "2024-03-01",
      },
    }, {
      send: [["offer", { "name": "Cat", "day": "tue", "from": "1:00", "to": "2:00" }], ["pick", {
        "index": 4,
      }]],
      values: { "options": [], "chosen": null },
    }],
  },
  {
    file: "children.ts",
    exportName: "dynChildren",
    steps: [{
      send: [["add"], ["add", { "label": "B", "value": 5 }], ["add", {}]],
      values: {
        "count": 3,
        "total": 5,
        "sorted": ["B", "Child 1", "Child 3"],
        "texts": ["Child 1#1: 0", "B#2: 5", "Child 3#3: 0"],
      },
    }, {
      send: [["children.0.increment", { "amount": 7 }], ["children.2.increment"], [
        "children.1.rename",
        { "label": "Bee" },
      ]],
      values: { "total": 13, "children.0.history": [7], "sorted": ["Child 1", "Bee", "Child 3"] },
    }, {
      send: [["reverse"], ["children.0.increment", {}]],
      values: {
        "children.0.value": 2,
        "children.0.history": [1, 2],
        "children.2.text": "Child 1#1: 7",
      },
    }, {
      send: [["remove", { "id": "2" }], ["bumpAll"]],
      values: { "count": 2, "total": 29, "children.0.value": 12 },
    }],
  },
  {
    file: "survey.ts",
    exportName: "survey",
    steps: [{
      values: { "label": "0/0 complete", "summary.0": { "id": "q1", "n": 0, "mean": null } },
    }, {
      send: [
        ["respond", {
          "who": "a",
          "answers": { "q1": 4, "q2": "x", "q3": ["p", "q"], "q4": true },
        }],
        ["respond", { "who": "b", "answers": { "q1": 1, "q3": ["p"] } }],
        ["respond", { "who": "c" }],
        ["respond", {}],
      ],
      values: {
        "label": "1/3 complete",
        "summary": [
          { "id": "q1", "n": 2, "mean": 2.5 },
          { "id": "q2", "n": 1, "counts": { "x": 1 } },
          { "id": "q3", "n": 2, "counts": { "p": 2, "q": 1 } },
          { "id": "q4", "n": 1, "yes": 1 },
        ],
      },
    }, {
      send: [["amend", { "who": "b", "q": "q1", "a": null }], ["amend", {
        "who": "c",
        "q": "q4",
        "a": false,
      }]],
      values: {
        "summary.0.mean": 4,
        "summary.3": { "id": "q4", "n": 2, "yes": 1 },
        "responses.1.answers": { "q1": null, "q3": ["p"] },
      },
    }],
  },
  {
    file: "registry.ts",
    exportName: "recordOfCells",
    steps: [{
      send: [
        ["create", { "name": "a" }],
        ["create", { "name": "b", "start": 4 }],
        ["create", { "name": "a", "start": 9 }],
        ["bump", { "name": "b" }],
        ["bump", { "name": "zz" }],
      ],
      values: { "reg": { "a": 0, "b": 5 }, "text": "a=0,b=5", "sum": 5, "second": null },
    }, {
      send: [["bump", { "name": "a" }], ["collect"], ["bumpAll"]],
      values: { "reg": { "a": 10, "b": 51 }, "list": [10, 51], "second": 51, "sum": 61 },
    }, { send: [["bump", { "name": "b" }]], values: { "second": 52, "list.1": 52 } }],
  },
  {
    file: "gallery.ts",
    exportName: "gallery",
    steps: [{
      send: [["select", { "id": "p2" }], ["rate", { "rating": 3 }]],
      values: {
        "caption": "Two ***",
        "best": "p2",
        "photos.1.rating": 3,
        "photos.0": { "id": "p1", "title": "One", "album": "x" },
      },
    }, {
      send: [["setCover", { "album": "x" }], ["next"]],
      values: { "caption": "One", "albums.0.cover.id": "p2" },
    }, {
      send: [["rate", { "rating": 5 }], ["next"], ["rate", { "rating": 1 }]],
      values: { "best": "p1", "albums.0.cover.rating": 1, "caption": "Two *" },
    }, {
      send: [["select", { "id": "zz" }], ["rate", { "rating": 9 }]],
      values: { "selected": null, "caption": "-", "photos.0.rating": 5 },
    }],
  },
  {
    file: "wizard.ts",
    exportName: "wizardNav",
    steps: [{
      send: [["next"], ["next", {}]],
      values: {
        "current": "name",
        "errors": ["name incomplete", "name incomplete"],
        "progress": "1/3",
        "price": 0,
      },
    }, {
      send: [["answer", { "name": "x" }], ["next"], ["answer", { "plan": "pro" }], ["next"]],
      values: { "current": "plan", "errors": ["plan incomplete"], "price": 0 },
    }, {
      send: [["answer", { "seats": 3 }], ["next"], ["next"]],
      values: {
        "current": "confirm",
        "price": 30,
        "progress": "3/3",
        "errors": [],
        "done": [{ "step": "name", "ok": true }, { "step": "plan", "ok": true }, {
          "step": "confirm",
          "ok": true,
        }],
        "answers": { "name": "x", "plan": "pro", "seats": 3 },
      },
    }, { send: [["back"], ["back"], ["back"]], values: { "current": "name" } }],
  },
  {
    file: "word-game.ts",
    exportName: "wordGame",
    steps: [{ values: { "leader": "a&b", "current": "a" } }, {
      send: [
        ["play", { "player": "b", "word": "dog" }],
        ["play", { "player": "a", "word": "cat", "bonus": { "0": 3 } }],
        ["play", { "player": "b", "word": "cat" }],
        ["play", { "player": "b", "word": "DOG" }],
      ],
      values: {
        "log": ["b: not your turn", "b: cannot play cat"],
        "totals": [{ "name": "a", "total": 11 }, { "name": "b", "total": 5 }],
        "leader": "a",
        "players.0.rack": ["q", "x", "y", "z"],
        "players.1.rack": ["e", "e"],
        "bag": [],
        "current": "a",
      },
    }],
  },
  {
    file: "word-game.ts",
    exportName: "wordGame",
    argument: { "players": [{ "name": "s", "rack": ["q"], "words": [] }], "bag": [] },
    steps: [{
      send: [["play", { "player": "s", "word": "q" }], ["play", { "player": "s" }]],
      values: {
        "players.0.words": [{ "word": "q", "score": 10 }],
        "log": ["s: cannot play nothing"],
      },
    }],
  },
  {
    file: "parking.ts",
    exportName: "parking",
    steps: [{
      send: [
        ["enter", { "plate": "A", "at": "2024-01-01T10:00:00Z" }],
        ["enter", { "plate": "A", "at": "2024-01-01T10:00:00Z" }],
        ["enter", { "plate": "B", "at": "2024-01-01T10:05:00Z" }],
        ["enter", { "plate": "C", "at": "2024-01-01T10:06:00Z" }],
      ],
      values: {
        "plates": ["A", "-"],
        "free": ["2"],
        "queue": [{ "plate": "B", "ev": false }, { "plate": "C", "ev": false }],
      },
    }, {
      send: [["leave", { "plate": "A", "at": "2024-01-01T11:30:00Z" }], ["leave", {
        "plate": "C",
        "at": "2024-01-01T11:30:00Z",
      }]],
      values: { "plates": ["B", "-"], "income": 6, "queue": [] },
    }, {
      send: [["leave", { "plate": "B", "at": "2024-01-01T11:31:00Z" }]],
      values: { "plates": ["-", "-"], "income": 9, "free": ["1", "2"], "spots.0.by": null },
    }],
  },
  {
    file: "dependency-graph.ts",
    exportName: "dependencyGraph",
    argument: { "nodes": [{ "id": "a" }, { "id": "b", "dependsOn": ["a"] }] },
    steps: [{
      values: {
        "order": ["a", "b"],
        "cycles": [],
        "hasCycle": false,
        "label": "Order: a -> b",
        "depths": ["a:0", "b:1"],
        "views.0.dependents": ["b"],
      },
    }, {
      send: [["addNode", { "id": " c ", "dependsOn": ["b", "b", "a"] }], ["addNode", {}], [
        "addNode",
        { "id": "a" },
      ]],
      values: {
        "order": ["a", "b", "c"],
        "nodes": [{ "id": "a" }, { "id": "b", "dependsOn": ["a"] }, {
          "id": "c",
          "dependsOn": ["b", "a"],
        }],
        "views.2.depth": 2,
      },
    }, {
      send: [["updateDependencies", { "id": "a", "dependsOn": ["c"], "append": true }]],
      values: { "hasCycle": true, "cycles": ["a", "b", "c"], "order": [], "label": "Order: " },
    }, {
      send: [["updateDependencies", { "id": "a" }]],
      values: { "hasCycle": false, "views.0.dependsOn": [] },
    }],
  },
  {
    file: "approval.ts",
    exportName: "approvalWorkflow",
    steps: [{
      values: {
        "status": "draft",
        "waitingFor": "author",
        "summary": "Untitled waits for author",
        "isDone": false,
        "trail": [],
      },
    }, {
      send: [["advance", { "actor": "bob" }], ["advance", { "actor": "zoe" }], ["advance", {
        "actor": "ann",
        "note": "pls",
      }]],
      values: { "denied": 2, "status": "review", "lines": ["1. ann/author: draft→review (pls)"] },
    }, {
      send: [["advance", { "actor": "bob" }], ["advance", { "actor": "bob" }], ["advance", {
        "actor": "cat",
      }]],
      values: {
        "status": "published",
        "waitingFor": null,
        "summary": "Untitled is published",
        "isDone": true,
        "lines.3": "4. cat/publisher: approved→published",
      },
    }, {
      send: [
        ["actions.revise", { "title": "Plan" }],
        ["actions.admin.grant", { "person": "zoe", "role": "author" }],
        ["advance", { "actor": "zoe" }],
        ["actions.reject", { "actor": "bob", "reason": "no" }],
      ],
      values: {
        "doc": { "title": "Plan", "body": "" },
        "status": "rejected",
        "summary": "Plan is rejected",
        "people.zoe": ["author"],
        "people.ann": ["author"],
        "trail.5": {
          "actor": "bob",
          "role": "reviewer",
          "from": "review",
          "to": "rejected",
          "note": "no",
        },
      },
    }],
  },
  {
    file: "text-editor.ts",
    exportName: "textEditor",
    argument: { "initial": "doc " },
    steps: [
      { values: { "text": "", "view": "|", "canUndo": false, "title": "doc (0 chars, 0 words)" } },
      {
        send: [["insert", "hello"], ["insert", { "text": " world" }], ["insert"], ["insert", {
          "text": "!",
          "at": 99,
        }]],
        values: {
          "text": "hello world!",
          "cursor": 12,
          "undoLabels": ["insert !", "insert  world", "insert hello"],
          "stats": { "chars": 12, "words": 2 },
        },
      },
      {
        send: [["backspace", { "count": 7 }], ["undo"], ["undo", { "steps": 2 }]],
        values: { "text": "hello", "view": "hello|", "canRedo": true, "canUndo": true },
      },
      { send: [["redo"], ["redo", {}]], values: { "text": "hello world!", "cursor": 12 } },
      {
        send: [["insert", { "text": ">", "at": 0 }]],
        values: { "view": ">|hello world!", "canRedo": false },
      },
    ],
  },
  {
    file: "ledger.ts",
    exportName: "ledger",
    steps: [{ values: { "balances": { "cash": 0, "sales": 0, "rent": 0 }, "trial": 0 } }, {
      send: [
        ["post", {
          "memo": "sale",
          "entries": [{ "account": "cash", "side": "debit", "amount": 10.1 }, {
            "account": "sales",
            "side": "credit",
            "amount": 10.1,
          }],
        }],
        ["post", { "entries": [{ "account": "x" }] }],
        ["post", { "entries": [{ "account": "cash", "side": "debit", "amount": 5 }] }],
        ["post"],
      ],
      values: {
        "cash": 10.1,
        "errors": ["account x", "unbalanced", "unbalanced"],
        "status": "cash 10.1, 3 errors",
        "trial": 0,
      },
    }, {
      send: [["reverse", { "id": 1 }], ["reverse", { "id": 7 }]],
      values: {
        "cash": 0,
        "txs.1": {
          "id": 2,
          "memo": "reverse sale",
          "entries": [{ "account": "cash", "side": "credit", "amount": 10.1 }, {
            "account": "sales",
            "side": "debit",
            "amount": 10.1,
          }],
        },
      },
    }],
  },
  {
    file: "automations.ts",
    exportName: "automations",
    steps: [{
      values: { "first": "light", "effects": ["light"], "texts": ["light/0"] },
    }, {
      send: [["add", { "if": "cold", "then": "heat", "else": { "then": 4 }, "valueOf": 2 }]],
      values: {
        "first": "heat!",
        "effects": ["heat!", "heat"],
        "texts": ["heat!/0", "heat/4"],
        "joined": "dark>heat!,cold>heat",
        "worth.1": 2,
      },
    }],
  },
  {
    file: "made-functions.ts",
    exportName: "madeFunctions",
    steps: [{
      values: {
        "inBody": "2.0kg",
        "inComputed": "2.0kg 2kg",
        "inList": ["1.0kg", "2.0kg"],
        "sorted": [2, 1],
        "shown": "4 kg",
        "each": ["2 kg", "4 kg"],
        "double": 4,
        "path": "/kg",
        "seen": 2,
        "long": 2,
        "twice": 6,
      },
    }, {
      send: [["setFive"], ["addTen"], ["adders.1"]],
      values: { "total": 22 },
    }, {
      send: [["clear"], ["steps.1"], ["step", 0]],
      values: { "total": 300 },
    }, {
      send: [["change", { "unit": "g", "n": 1 }], ["sameFive"]],
      values: {
        "inBody": "1.0g",
        "inComputed": "1.0g 1g",
        "shown": "2 g",
        "double": 2,
        "path": "/g",
        "seen": 1,
        "long": 1,
        "total": 5,
      },
    }],
  },
];
