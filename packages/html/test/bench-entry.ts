/**
 * What the DOM bench runs in the page: the same table of rows by the view and by hand-written
 * DOM calls, each until the layout is done. Both listen to two events a row, and a row's label
 * can change.
 */

import { DomApplier } from "../dom.ts";
import type { VNode } from "@cf/utils";
import { render, type RenderedView } from "../src/view/renderer.ts";
import { Cell, signals } from "./signals.ts";
import { h } from "./view.ts";

/** One way to show rows. */
interface Contender {
  create(count: number): void;
  swap(): void;
  update10th(): void;
  clear(): void;
}

const COLORS = ["red", "yellow", "blue", "green", "pink", "brown", "purple", "white"];
let lastId = 0;

function label(): string {
  return `${COLORS[lastId % COLORS.length]} table ${lastId}`;
}

class ByView implements Contender {
  readonly #rows = new Cell<readonly VNode[]>([]);
  readonly #view: RenderedView;
  #labels: Cell<string>[] = [];

  constructor(root: HTMLElement) {
    const applier = new DomApplier(root, { onEvent: (event) => this.#view.handle(event) });
    this.#view = render(h("table", null, h("tbody", null, this.#rows)), {
      reactivity: signals,
      applier: { apply: (batch) => applier.apply(structuredClone(batch)) },
    });
    this.#view.flush();
  }

  create(count: number): void {
    this.#labels = [];
    const rows: VNode[] = [];
    const select = () => {};
    for (let i = 0; i < count; i++) {
      const id = ++lastId;
      const text = new Cell(label());
      this.#labels.push(text);
      rows.push(h("tr", null, [
        h("td", { class: "col-md-1" }, id),
        h("td", { class: "col-md-4" }, h("a", { onClick: select }, text)),
        h("td", { class: "col-md-1" }, h("a", { onClick: select }, h("span", { class: "remove" }))),
        h("td", { class: "col-md-6" }),
      ]));
    }
    this.#rows.set(rows);
    this.#view.flush();
  }

  swap(): void {
    const rows = [...this.#rows.get()];
    [rows[1], rows[998]] = [rows[998]!, rows[1]!];
    this.#rows.set(rows);
    this.#view.flush();
  }

  update10th(): void {
    for (let i = 0; i < this.#labels.length; i += 10) {
      this.#labels[i]!.set(`${this.#labels[i]!.get()} !`);
    }
    this.#view.flush();
  }

  clear(): void {
    this.#rows.set([]);
    this.#view.flush();
  }
}

class ByHand implements Contender {
  readonly #body: HTMLElement;
  #texts: Text[] = [];

  constructor(root: HTMLElement) {
    const table = document.createElement("table");
    this.#body = document.createElement("tbody");
    table.append(this.#body);
    root.append(table);
  }

  create(count: number): void {
    this.#texts = [];
    const select = () => {};
    for (let i = 0; i < count; i++) {
      const id = ++lastId;
      const row = document.createElement("tr");
      const cell = (className: string, ...children: (Node | string)[]) => {
        const td = document.createElement("td");
        td.className = className;
        td.append(...children);
        row.append(td);
      };
      const text = document.createTextNode(label());
      this.#texts.push(text);
      const link = document.createElement("a");
      link.append(text);
      link.addEventListener("click", select);
      const remove = document.createElement("a");
      const icon = document.createElement("span");
      icon.className = "remove";
      remove.append(icon);
      remove.addEventListener("click", select);
      cell("col-md-1", String(id));
      cell("col-md-4", link);
      cell("col-md-1", remove);
      cell("col-md-6");
      this.#body.append(row);
    }
  }

  swap(): void {
    const { children } = this.#body;
    const [a, b, after] = [children[1]!, children[998]!, children[2]!];
    this.#body.insertBefore(a, b);
    this.#body.insertBefore(b, after);
  }

  update10th(): void {
    for (let i = 0; i < this.#texts.length; i += 10) this.#texts[i]!.data += " !";
  }

  clear(): void {
    this.#body.replaceChildren();
  }
}

const ROUNDS = 25;

function timed(root: HTMLElement, action: () => void): number {
  const start = performance.now();
  action();
  void root.offsetHeight;
  return performance.now() - start;
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

/** Median milliseconds by action and contender; the contenders take turns. */
function measure(): Record<string, { view: number; hand: number }> {
  const contenders = [ByView, ByHand].map((Kind) => {
    const root = document.createElement("div");
    document.body.append(root);
    return { root, contender: new Kind(root), times: new Map<string, number[]>() };
  });
  for (let round = 0; round < ROUNDS; round++) {
    for (const { root, contender, times } of contenders) {
      const record = (name: string, action: () => void) => {
        const time = timed(root, action);
        // The first rounds warm the compiler up.
        if (round >= 5) times.set(name, [...times.get(name) ?? [], time]);
      };
      record("create1000", () => contender.create(1000));
      for (let i = 0; i < 3; i++) {
        record("swap", () => contender.swap());
        record("update10th", () => contender.update10th());
      }
      record("clear", () => contender.clear());
    }
  }
  const [view, hand] = contenders;
  return Object.fromEntries(
    [...view!.times].map(([name, times]) => [
      name,
      { view: median(times), hand: median(hand!.times.get(name)!) },
    ]),
  );
}

Object.assign(globalThis, { measure, ready: true });
