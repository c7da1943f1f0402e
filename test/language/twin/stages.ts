/** What the bodies are tried on: an argument of every kind of value, and its history. */

import type { Stage, TwinStep } from "./twin-case.ts";

/** Plain values at every depth. */
export const stateStage: Stage = {
  types:
    `interface Item { id: number; name: string; price: number; done: boolean; tags: string[]; sub?: { label: string; vals: number[] }; kind: "a" | "b" }
interface State { items: Item[]; count: number; flag: boolean; name: string; user?: { name: string; profile?: { bio: string; langs?: string[] } }; index: number; record: Record<string, number>; key: string; grid: { v: number; on: boolean }[][]; tags: string[]; maybe: number | null; opt?: string; tup: [string, number]; dict: Record<string, Item>; sections: { title: string; open: boolean; rows: { text: string; cells: number[] }[] }[]; get: string; fn?: string }`,
  argument: {
    "items": [{
      "id": 1,
      "name": "apple",
      "price": 3,
      "done": false,
      "tags": ["x", "y"],
      "kind": "a",
    }, {
      "id": 2,
      "name": "pear",
      "price": 5,
      "done": true,
      "tags": [],
      "sub": { "label": "L", "vals": [1, 2] },
      "kind": "b",
    }],
    "count": 2,
    "flag": true,
    "name": "Ann",
    "index": 0,
    "record": { "a": 1, "b": 2 },
    "key": "a",
    "grid": [[{ "v": 1, "on": true }, { "v": 2, "on": false }], [{ "v": 3, "on": true }]],
    "tags": ["t1", "t2"],
    "maybe": null,
    "tup": ["q", 7],
    "dict": {
      "k1": { "id": 9, "name": "dk", "price": 1, "done": false, "tags": ["z"], "kind": "a" },
    },
    "sections": [{
      "title": "S1",
      "open": true,
      "rows": [{ "text": "r1", "cells": [1, 2] }, { "text": "r2", "cells": [] }],
    }, { "title": "S2", "open": false, "rows": [] }],
    "get": "gotten",
  },
};

/** One place after the other changes, appears, vanishes and comes back. */
export const changes: readonly TwinStep[] = [
  [[["count"], 0]],
  [[["flag"], false]],
  [[["items", 0, "price"], 10]],
  [[["items", 1, "done"], false]],
  [[["user"], { "name": "Bob" }]],
  [[["user"], { "name": "Bob", "profile": { "bio": "hi", "langs": ["en"] } }]],
  [[["index"], 1]],
  [[["key"], "b"]],
  [[["record"], { "b": 5, "c": 6 }]],
  [[["items", 2], {
    "id": 3,
    "name": "fig",
    "price": 0,
    "done": true,
    "tags": ["n"],
    "sub": { "label": "M", "vals": [] },
    "kind": "a",
  }]],
  [[["items"], [{ "id": 3, "name": "fig", "price": 0, "done": true, "tags": ["n"], "kind": "a" }, {
    "id": 1,
    "name": "apple",
    "price": 3,
    "done": false,
    "tags": ["x"],
    "sub": { "label": "Z", "vals": [4] },
    "kind": "b",
  }]]],
  [[["maybe"], 4]],
  [[["opt"], "o"]],
  [[["grid", 0, 1, "on"], true]],
  [[["grid"], []]],
  [[["sections", 1, "open"], true], [["sections", 1, "rows"], [{ "text": "n", "cells": [5] }]]],
  [[["flag"], true], [["count"], 3], [["name"], ""]],
  [[["tags"], []]],
  [[["items"], []]],
  [[["user"], undefined]],
  [[["opt"], undefined]],
  [[["index"], 5]],
  [[["key"], "zz"]],
  [[["tup"], ["w", 8]]],
  [[["dict"], {}]],
  [[["items"], [{
    "id": 1,
    "name": "back",
    "price": 1,
    "done": true,
    "tags": ["b"],
    "kind": "a",
  }]]],
];

/** Cells and plain values. */
export const cellStage: Stage = {
  types:
    `interface Item { id: number; name: string; price: number; done: boolean; tags: string[]; sub?: { n: number } }
interface State { items: Writable<Item[]>; count: Writable<number>; sel: Writable<string>; cfg: Writable<{ a: number; b: { c: string } }>; rec: Writable<Record<string, number>>; plain: number; opt?: Writable<number>; label: string; flagc: Writable<boolean>; list: string[]; nul: Writable<Item | null> }`,
  argument: {
    items: [{ id: 1, name: "a", price: 2, done: false, tags: ["x"] }, {
      id: 2,
      name: "b",
      price: 3,
      done: true,
      tags: [],
      sub: { n: 5 },
    }],
    count: 0,
    sel: "k",
    cfg: { a: 1, b: { c: "z" } },
    rec: { k: 1 },
    plain: 4,
    label: "L",
    flagc: false,
    list: ["p", "q"],
    nul: null,
  },
  cells: ["items", "count", "sel", "cfg", "rec", "flagc", "nul"],
  parameter: "{ items, count, sel, cfg, rec, plain, label, flagc, list, nul }",
};
