/** The same for programs whose rows, pieces and records come and go. */

import type { Scenario } from "./scenarios.ts";

export const entityScenarios: readonly Scenario[] = [
  {
    file: "account-events.ts",
    exportName: "eventSourcing",
    steps: [{
      values: {
        "account": { "owner": null, "balance": 0, "status": "none", "version": 0 },
        "headline": "null has 0 (none)",
      },
    }, {
      send: [
        ["execute", { "kind": "deposit", "amount": 4 }],
        ["execute", { "kind": "open", "owner": "Ada" }],
        ["execute", { "kind": "open" }],
        ["execute", { "kind": "deposit", "amount": 50 }],
        ["execute", { "kind": "withdraw", "amount": 80 }],
        ["execute"],
        ["execute", { "kind": "withdraw", "amount": 20 }],
      ],
      values: {
        "balance": 30,
        "timeline": ["1. opened", "2. deposited 50", "3. withdrawn 20"],
        "refusals": [
          "CommandError: account none",
          "CommandError: already open",
          "CommandError: insufficient funds",
          "CommandError: unknown undefined",
        ],
        "headline": "Ada has 30 (open)",
      },
    }, {
      send: [["execute", { "kind": "close" }], ["execute", { "kind": "deposit", "amount": 1 }]],
      values: {
        "account": { "owner": "Ada", "balance": 0, "status": "closed", "version": 5 },
        "refusals.4": "CommandError: account closed",
      },
    }, {
      send: [["rewind", { "to": 2 }]],
      values: {
        "balance": 50,
        "account.version": 2,
        "asOf": { "owner": "Ada", "balance": 50, "status": "open", "version": 2 },
      },
    }],
  },
  {
    file: "account-events.ts",
    exportName: "eventSourcing",
    argument: {
      "viewAt": 1,
      "events": [{ "type": "opened", "owner": "Z" }, { "type": "deposited", "amount": 3 }],
    },
    steps: [{ values: { "asOf.balance": 0, "balance": 3 } }],
  },
  {
    file: "lots.ts",
    exportName: "lotInventory",
    steps: [{ values: { "rows": [], "low": [], "headline": "Value 0 (fifo)" } }, {
      send: [
        ["receive", { "sku": "ab", "qty": 5, "cost": 2 }],
        ["receive", { "sku": "AB", "qty": 5.9, "cost": 4 }],
        ["receive", { "sku": "c", "qty": 1 }],
        ["receive", { "sku": "c", "qty": -1 }],
        ["receive"],
      ],
      values: {
        "rows": [{ "sku": "AB", "qty": 10, "value": 30, "low": false }, {
          "sku": "C",
          "qty": 1,
          "value": 0,
          "low": true,
        }],
        "low": [{ "sku": "C", "qty": 1, "value": 0, "low": true }],
      },
    }, {
      send: [["ship", { "sku": "ab", "qty": 7 }], ["ship", { "sku": "zz", "qty": 7 }], ["ship", {
        "sku": "c",
        "qty": 2,
      }]],
      values: {
        "value": 12,
        "products.AB.lots": [{ "lot": "AB-2", "qty": 3, "cost": 4, "received": 1 }],
        "log.3": { "sku": "AB", "change": -7, "cost": -18 },
        "log.4": { "sku": "C", "change": 0, "cost": 0 },
      },
    }, {
      send: [["receive", { "sku": "ab", "qty": 1, "cost": 100 }], ["setMethod", {
        "method": "lifo",
      }], ["ship", { "sku": "AB", "qty": 2 }]],
      values: { "headline": "Value 8 (lifo)", "log.6.cost": -104 },
    }],
  },
  {
    file: "workflow.ts",
    exportName: "workflowOrchestration",
    steps: [{
      values: {
        "byState": { "ready": ["build", "lint"], "waiting": ["test", "ship"] },
        "finished": false,
      },
    }, {
      send: [
        ["transition", { "id": "ship", "to": "running" }],
        ["transition"],
        ["transition", { "id": "build", "to": "running" }],
        ["transition", { "id": "build", "to": "skipped" }],
        ["transition", { "id": "lint", "to": "skipped" }],
      ],
      values: {
        "log": [
          "refused ship→running (waiting)",
          "refused undefined→undefined (unknown)",
          "build→running",
          "refused build→skipped (running)",
          "lint→skipped",
        ],
        "byState": { "running": ["build"], "skipped": ["lint"], "waiting": ["test", "ship"] },
      },
    }, {
      send: [["transition", { "id": "build", "to": "done" }], ["runAll"]],
      values: { "byState": { "done": ["build", "test"], "skipped": ["lint"], "ready": ["ship"] } },
    }, { send: [["runAll"]], values: { "finished": true, "label": "finished=true" } }],
  },
  {
    file: "tic-tac-toe.ts",
    exportName: "ticTacToe",
    steps: [{ values: { "message": "X to move", "rows": ["---", "---", "---"] } }, {
      send: [["play", { "at": 0 }], ["play", { "at": 0 }], ["play", { "at": 4 }], ["play"], [
        "play",
        { "at": 1 },
      ], ["play", { "at": 8 }]],
      values: { "rows": ["XX-", "-O-", "--O"], "message": "X to move", "state.turn": "X" },
    }, {
      send: [["play", { "at": 2 }], ["play", { "at": 3 }]],
      values: { "message": "X wins", "rows.1": "-O-" },
    }, {
      send: [["undo"], ["undo"]],
      values: { "rows": ["XX-", "-O-", "---"], "message": "O to move" },
    }],
  },
  {
    file: "tic-tac-toe.ts",
    exportName: "ticTacToe",
    argument: { "board": ["X", "O", "X", "X", "O", "O", "O", "X", null] },
    steps: [{ send: [["play", { "at": 8 }]], values: { "message": "Draw" } }],
  },
  {
    file: "row-state.ts",
    exportName: "rowState",
    steps: [{ values: { "texts": ["0. a (0)", "1. b (0)"], "total": 0 } }, {
      send: [["rows.0.click"], ["rows.0.click"], ["rows.1.click"], ["rows.1.rename", {
        "title": "bee",
      }]],
      values: { "texts": ["0. a (2)", "1. bee (1)"], "total": 3, "items.1.title": "bee" },
    }, {
      send: [["sort"], ["rows.0.click"], ["addFirst", { "title": "z", "rank": 9 }]],
      values: { "texts": ["0. z (0)", "1. bee (2)", "2. a (2)"] },
    }, {
      send: [["drop", { "title": "bee" }], ["add", {}], ["rows.2.click"], ["sort"]],
      values: { "texts": ["0. untitled (1)", "1. a (2)", "2. z (0)"], "total": 3 },
    }],
  },
  {
    file: "board-rows.ts",
    exportName: "kanbanRows",
    steps: [{ values: { "summary": "todo(a,b) done()", "columns.0.cards.1.title": "b" } }, {
      send: [["columns.0.cards.0.open"], ["columns.0.cards.1.note", { "text": "n1" }], [
        "columns.0.cards.0.moveTo",
        { "lane": 1 },
      ]],
      values: { "summary": "todo(b:n1) done(a)", "columns.1.cards.0.title": "a" },
    }, {
      send: [
        ["columns.1.add", { "title": "c" }],
        ["columns.1.cards.1.note", { "text": "x" }],
        ["addLane"],
        ["columns.1.cards.0.moveTo", { "lane": 2 }],
        ["columns.1.cards.0.moveTo", { "lane": 9 }],
      ],
      values: { "summary": "todo(b:n1) done(c:x) lane 2(a)" },
    }, {
      send: [["columns.0.cards.0.remove"], ["columns.2.cards.0.note", { "text": "late" }]],
      values: { "summary": "todo() done(c:x) lane 2(a:late)", "columns.0.cards": [] },
    }],
  },
  {
    file: "board-rows.ts",
    exportName: "kanbanRows",
    argument: { "lanes": [{ "name": "only", "cards": [{ "title": "q" }] }] },
    steps: [{
      send: [["columns.0.cards.0.open"], ["columns.0.add"], ["columns.0.cards.0.open"]],
      values: {
        "columns.0.cards.0.opens": 2,
        "columns.0.cards.1.opens": 0,
        "summary": "only(q,new)",
      },
    }],
  },
  {
    file: "teams.ts",
    exportName: "teamsBoard",
    steps: [{ values: { "ranking": [], "stars": [], "headline": "League: undefined" } }, {
      send: [
        ["addTeam", { "name": "Red" }],
        ["addTeam"],
        ["teams.0.join", { "name": "ann" }],
        ["teams.0.join"],
        ["teams.1.join", { "name": "bob" }],
        ["teams.1.join", { "name": "cy" }],
      ],
      values: {
        "ranking": [{ "name": "Red", "score": 0, "size": 1 }, {
          "name": "Team 2",
          "score": 0,
          "size": 2,
        }],
        "log": ["ann joined", "bob joined", "cy joined"],
      },
    }, {
      send: [["teams.1.members.1.award", { "points": 3 }], ["teams.0.members.0.award"], [
        "teams.1.members.0.award",
      ]],
      values: {
        "headline": "League: Team 2",
        "stars": ["cy"],
        "ranking.0": { "name": "Team 2", "score": 4, "size": 2 },
        "log": ["cy joined", "cy+3", "ann+1", "bob+1"],
      },
    }, {
      send: [["teams.1.leave", { "name": "cy" }], ["teams.1.members.0.award", { "points": -1 }]],
      values: {
        "ranking": [{ "name": "Red", "score": 1, "size": 1 }, {
          "name": "Team 2",
          "score": 0,
          "size": 1,
        }],
        "stars": [],
        "teams.1.members.0.name": "bob",
      },
    }],
  },
  {
    file: "rules.ts",
    exportName: "rulesEngine",
    steps: [{ values: { "fired": [], "out.facts": { "total": 10 }, "discount": undefined } }, {
      send: [
        ["addRule", {
          "id": "big",
          "when": [{ "field": "total", "op": "gt", "value": 50 }],
          "then": { "set": { "discount": 5 } },
        }],
        ["addRule", {
          "id": "vip",
          "when": [{ "field": "tier", "op": "in", "value": ["gold", "vip"] }],
          "then": { "add": { "discount": 10 } },
          "priority": -1,
        }],
        ["assertFact", { "field": "total", "value": 60 }],
        ["assertFact", { "field": "tier", "value": "vip" }],
      ],
      values: { "fired": ["big", "vip"], "discount": 15, "text": "fired big,vip" },
    }, {
      send: [["addRule", {
        "id": "stop",
        "when": [{ "field": "tier", "op": "eq", "value": "vip" }],
        "then": { "stop": true, "set": { "discount": 0 } },
        "priority": 9,
      }]],
      values: { "fired": ["stop"], "discount": 0 },
    }],
  },
  {
    file: "friends.ts",
    exportName: "linkedEntities",
    steps: [{
      send: [
        ["add", { "name": "a" }],
        ["add", { "name": "b" }],
        ["add", { "name": "c" }],
        ["befriend", { "a": "a", "b": "b", "best": true }],
        ["befriend", { "a": "c", "b": "a" }],
        ["befriend", { "a": "a", "b": "c" }],
        ["befriend", { "a": "a", "b": "zz" }],
      ],
      values: {
        "pairs": ["a-b", "a-c", "b-a", "c-a"],
        "bests": ["a>b>a", "b>a>b", "c>->-"],
        "same": true,
      },
    }, {
      send: [["rename", { "from": "b", "to": "bob" }]],
      values: {
        "pairs": ["a-bob", "a-c", "bob-a", "c-a"],
        "bests": ["a>bob>a", "bob>a>bob", "c>->-"],
      },
    }],
  },
  {
    file: "story.ts",
    exportName: "storyBranches",
    steps: [{ values: { "line": "A door. [🔒open,search]", "dead": ["hall"], "end": "" } }, {
      send: [["choose"], ["choose", { "index": 1 }], ["choose", { "index": 5 }]],
      values: { "at": "rug", "items": ["key"], "refused": 2, "text": "A rug." },
    }, {
      send: [["choose"], ["choose"]],
      values: {
        "text": "The hall.",
        "end": "The end",
        "path": ["start", "rug", "start"],
        "options": [],
      },
    }, {
      send: [["write", { "id": "hall", "choice": { "text": "jump", "to": "pit" } }], ["choose"], [
        "write",
        { "id": "pit" },
      ], ["choose"]],
      values: { "text": "…", "dead": ["pit"], "refused": 3 },
    }, {
      send: [["back"], ["back"]],
      values: { "at": "start", "options": ["open", "search"], "path": ["start", "rug"] },
    }],
  },
];
