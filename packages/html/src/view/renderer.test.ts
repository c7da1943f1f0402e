import assert from "node:assert/strict";
import { Cell, Derived, h, Keyed, live, mount, signals, Stream } from "../../test/view.ts";
import { TreeApplier } from "../tree/tree-applier.ts";
import { Op } from "./operations.ts";
import { render } from "./renderer.ts";

Deno.test("render() shows texts, numbers, nested arrays, and nothing for null and booleans", () => {
  const { tree } = mount(h("p", { class: "a" }, "x", 1, [null, ["y", [true, false]]], undefined));
  assert.equal(tree.toHtml(), '<p class="a">x1y</p>');
});

Deno.test("render() follows a cell with one text operation", () => {
  const count = new Cell(1);
  const { tree, view } = mount(h("p", null, "Count: ", count, "!"));
  assert.equal(tree.toHtml(), "<p>Count: 1!</p>");
  tree.counts.clear();
  count.set(2);
  view.flush();
  assert.equal(tree.toHtml(), "<p>Count: 2!</p>");
  assert.deepEqual([...tree.counts], [[Op.setText, 1]]);
});

Deno.test("render() replaces a text by an element and back, in place", () => {
  const child = new Cell<unknown>("text");
  const { tree, view } = mount(h("p", null, "<", child, ">"));
  for (
    const [value, html] of [
      [h("b", null, "bold"), "<b>bold</b>"],
      [null, ""],
      [[h("i"), "and", h("u")], "<i></i>and<u></u>"],
      [[], ""],
      [7, "7"],
    ]
  ) {
    child.set(value);
    view.flush();
    assert.equal(tree.toHtml(), `<p>&lt;${html}&gt;</p>`);
  }
});

Deno.test("render() follows references as props, each on its own", () => {
  const title = new Cell<unknown>("one");
  const hidden = new Cell(true);
  const { tree, view } = mount(h("p", { title, hidden, "aria-busy": hidden }));
  assert.equal(tree.toHtml(), '<p title="one" hidden aria-busy="true"></p>');
  hidden.set(false);
  title.set(undefined);
  tree.counts.clear();
  view.flush();
  assert.equal(tree.toHtml(), '<p aria-busy="false"></p>');
  assert.deepEqual([...tree.counts], [[Op.attribute, 3]]);
});

Deno.test("render() takes a reference for the whole array of children", () => {
  const children = new Cell<unknown>(["a", h("b")]);
  const { tree, view } = mount({ type: "vnode", name: "p", props: null, children });
  assert.equal(tree.toHtml(), "<p>a<b></b></p>");
  children.set([h("i")]);
  view.flush();
  assert.equal(tree.toHtml(), "<p><i></i></p>");
});

Deno.test("render() resolves references to references and keeps both alive", () => {
  const inner = new Cell("a");
  const outer = new Cell<unknown>(inner);
  const { tree, view } = mount(h("p", null, outer));
  inner.set("b");
  view.flush();
  assert.equal(tree.toHtml(), "<p>b</p>");
  outer.set(new Derived(() => inner.get().toUpperCase()));
  view.flush();
  inner.set("c");
  view.flush();
  assert.equal(tree.toHtml(), "<p>C</p>");
});

Deno.test("render() shows a piece by its view and keeps it while the piece changes", () => {
  const ui = h("main", null, "hello");
  const piece = new Cell<unknown>({ $NAME: "A", $UI: ui });
  const { tree, view } = mount(h("div", null, piece));
  const before = tree.find("main");
  piece.set({ $NAME: "B", $UI: ui });
  view.flush();
  assert.equal(tree.find("main"), before);
  piece.set({ $UI: h("aside") });
  view.flush();
  assert.equal(tree.toHtml(), "<div><aside></aside></div>");
});

Deno.test("render() shows a piece in cf-render", () => {
  const piece = new Cell<unknown>({ $UI: h("b", null, "inside") });
  const { tree } = mount(h("cf-render", { $cell: piece }));
  assert.equal(tree.find("cf-render > b")?.text, "inside");
});

Deno.test("render() gives cf-cell-link the name of the piece", () => {
  const name = new Cell("A");
  const piece = new Cell<unknown>({ $NAME: name });
  const { tree, view } = mount(
    h(
      "p",
      null,
      h("cf-cell-link", { $cell: piece }),
      h("cf-cell-link", { cell: piece, label: "B" }),
    ),
  );
  const [own, labelled] = tree.findAll("cf-cell-link");
  assert.deepEqual([own!.get("label"), labelled!.get("label")], ["A", "B"]);
  name.set("C");
  view.flush();
  assert.equal(own!.get("label"), "C");
});

Deno.test("render() marks an element while one of its props cannot be computed", () => {
  const count = new Cell(0);
  const atLeast = (least: number) =>
    new Derived(() => {
      if (count.get() < least) throw new Error(`no ${least}`);
      return `from ${least}`;
    });
  const { tree, view } = mount(h("p", { title: atLeast(1), lang: atLeast(2) }));
  assert.equal(tree.toHtml(), '<p data-cf-error="no 2"></p>');
  count.set(1);
  view.flush();
  assert.equal(tree.toHtml(), '<p data-cf-error="no 2" title="from 1"></p>');
  count.set(2);
  view.flush();
  assert.equal(tree.toHtml(), '<p title="from 1" lang="from 2"></p>');
});

Deno.test("render() shows an error where the child is, and recovers", () => {
  const count = new Cell(0);
  const child = new Derived(() => {
    if (count.get() < 1) throw new Error(`no ${count.get()}`);
    return h("b", null, count.get());
  });
  const { tree, view } = mount(h("p", null, "a", child, "z"));
  assert.equal(tree.find("[data-cf-error]")?.text, "no 0");
  assert.equal(tree.find("[data-cf-error]")?.attributes.get("role"), "alert");
  count.set(-1);
  view.flush();
  assert.equal(tree.find("[data-cf-error]")?.text, "no -1");
  count.set(2);
  view.flush();
  assert.equal(tree.toHtml(), "<p>a<b>2</b>z</p>");
});

Deno.test("render() patches a view computed anew and keeps its nodes", () => {
  const name = new Cell("Ann");
  const view = new Derived(() =>
    h("div", { title: name.get() }, h("input", { placeholder: "x" }), h("b", null, name.get()))
  );
  const { tree, view: rendered } = mount(view);
  const input = tree.find("input");
  tree.counts.clear();
  name.set("Bob");
  rendered.flush();
  assert.equal(tree.find("input"), input);
  assert.equal(tree.find("b")?.text, "Bob");
  assert.deepEqual([...tree.counts], [[Op.attribute, 1], [Op.content, 1]]);
});

Deno.test("render() never patches one element of the runtime's into another", () => {
  const item = new Cell<unknown>(new Keyed("a", h("input")));
  const { tree, view } = mount(h("p", null, item));
  const list = new Cell<unknown>([new Keyed("a", h("input"))]);
  const other = mount(h("p", null, list));
  const before = [tree.find("input"), other.tree.find("input")];
  item.set(new Keyed("b", h("input")));
  list.set([new Keyed("b", h("input"))]);
  view.flush();
  other.view.flush();
  assert.notEqual(other.tree.find("input"), before[1]);
});

Deno.test("render() delivers an event to a stream, a reference to one, and a function", () => {
  const stream = new Stream();
  const called: unknown[] = [];
  const { tree } = mount(
    h("div", { onClick: (event: unknown) => called.push(event) }, [
      h("button", { id: "b", "data-row-id": "7", onClick: new Cell(stream) }, "x"),
      h("cf-input", { "oncf-change": stream, value: "v" }),
      h("cf-input", { onCfSend: stream }),
    ]),
  );
  tree.dispatch(tree.find("#b")!, "click");
  const payload = {
    type: "click",
    target: { id: "b", dataset: { rowId: "7" }, tagName: "BUTTON" },
  };
  assert.deepEqual(stream.received[0], payload);
  assert.deepEqual(called, [payload]);
  tree.dispatch(tree.findAll("cf-input")[0]!, "cf-change", { detail: { value: "w" } });
  assert.deepEqual((stream.received[1] as { detail: unknown }).detail, { value: "w" });
  tree.dispatch(tree.findAll("cf-input")[1]!, "cf-send");
  assert.equal(stream.received.length, 3);
});

Deno.test("render() reports what a handler throws and goes on", () => {
  const { tree, errors } = mount(h("button", {
    onClick: () => {
      throw new Error("boom");
    },
  }));
  tree.dispatch(tree.find("button")!, "click");
  assert.deepEqual(errors.map(String), ["Error: boom"]);
});

Deno.test("render() binds a property both ways", () => {
  const text = new Cell("a");
  const done = new Cell(false);
  const { tree, view } = mount(
    h(
      "div",
      null,
      h("cf-input", { $value: text }),
      h("input", { type: "checkbox", $checked: done }),
    ),
  );
  const [field, box] = [tree.find("cf-input")!, tree.find("input")!];
  assert.equal(field.get("value"), "a");
  tree.fill(field, "ab");
  tree.fill(box, true, "checked");
  assert.equal(text.get(), "ab");
  assert.equal(done.get(), true);
  text.set("new");
  view.flush();
  assert.equal(field.get("value"), "new");
});

Deno.test("render() does not let a late answer undo what the user typed since", () => {
  const text = new Cell("");
  const { tree, view } = mount(h("input", { $value: text }));
  const field = tree.find("input")!;
  const late: (() => void)[] = [];
  const deliver = tree.onEvent;
  tree.onEvent = (event) => void late.push(() => deliver(event));
  tree.fill(field, "a");
  tree.fill(field, "ab");
  late[0]!();
  view.flush();
  assert.equal(field.get("value"), "ab");
  late[1]!();
  view.flush();
  assert.equal(field.get("value"), "ab");
  assert.equal(text.get(), "ab");
});

Deno.test("render() shows another cell in a field that the user has changed", () => {
  const cells = ["a", "b", "c"].map((text) => new Cell(text));
  const [a, b, c] = cells as [Cell<string>, Cell<string>, Cell<string>];
  const shown = new Cell<unknown>(h("input", { $value: a }));
  const { tree, view } = mount(h("div", null, shown));
  const field = tree.find("input")!;
  const show = (node: unknown) => {
    shown.set(node);
    view.flush();
    assert.ok(tree.find("input") === field, "the field is patched");
    return field.get("value");
  };
  tree.fill(field, "a1");
  tree.fill(field, "a2");
  assert.equal(show(h("input", { $value: b })), "b");
  tree.fill(field, "b1");
  assert.deepEqual(cells.map((cell) => cell.get()), ["a2", "b1", "c"]);
  assert.equal(show(h("input", {})), "b1");
  tree.fill(field, "nobody's");
  assert.equal(show(h("input", { $value: c })), "c");
  tree.fill(field, "c1");
  assert.equal(show(h("input", { $value: a })), "a2");
  assert.deepEqual(cells.map((cell) => cell.get()), ["a2", "b1", "c1"]);
});

Deno.test("what is typed while the field changes its cell goes into the cell it was typed into", () => {
  const [a, b] = [new Cell("a"), new Cell("b")];
  const shown = new Cell<unknown>(h("input", { $value: a }));
  const { tree, view } = mount(h("div", null, shown));
  const field = tree.find("input")!;
  const late: (() => void)[] = [];
  const deliver = tree.onEvent;
  tree.onEvent = (event) => void late.push(() => deliver(event));
  tree.fill(field, "a1");
  shown.set(h("input", { $value: b }));
  view.flush();
  late.shift()!();
  view.flush();
  assert.deepEqual([a.get(), b.get(), field.get("value")], ["a1", "b", "b"]);
  tree.fill(field, "b1");
  late.shift()!();
  assert.deepEqual([a.get(), b.get(), field.get("value")], ["a1", "b1", "b1"]);
});

Deno.test("render() shows what the cell has when it changed what was written", () => {
  class Trimmed extends Cell<string> {
    override set(value: string): void {
      super.set(value.trim());
    }
  }
  const { tree, view } = mount(h("input", { $value: new Trimmed("") }));
  tree.fill(tree.find("input")!, "  x ");
  view.flush();
  assert.equal(tree.find("input")!.get("value"), "x");
});

Deno.test("render() keeps a bound number a number", () => {
  const size = new Cell<unknown>(3);
  const { tree } = mount(h("input", { type: "number", $value: size }));
  tree.fill(tree.find("input")!, "42");
  assert.equal(size.get(), 42);
  tree.fill(tree.find("input")!, "");
  assert.equal(size.get(), 42);
});

Deno.test("a field keeps what was typed while the write of it waits", async () => {
  const cell = new Cell("");
  const waiting: (() => void)[] = [];
  const tree = new TreeApplier();
  const view = render(h("input", { $value: cell }), {
    applier: tree,
    reactivity: {
      ...signals,
      setCell: (target, value) =>
        new Promise((resolve) =>
          waiting.push(() => {
            (target as Cell<unknown>).set(String(value).toUpperCase());
            resolve();
          })
        ),
    },
  });
  tree.onEvent = (event) => view.handle(event);
  view.flush();
  const input = tree.find("input")!;
  for (const text of ["a", "ab"]) tree.fill(input, text);
  cell.set("from elsewhere");
  view.flush();
  assert.equal(input.get("value"), "ab", "nothing older comes between");
  waiting.shift()!();
  await Promise.resolve();
  view.flush();
  assert.equal(input.get("value"), "ab");
  waiting.shift()!();
  await Promise.resolve();
  view.flush();
  assert.deepEqual([input.get("value"), cell.get()], ["AB", "AB"], "then what the cell has");
});

Deno.test("render() warns once about an unknown element and keeps its children", () => {
  const { tree, warnings } = mount(
    h(
      "div",
      null,
      h("cf-nope", { onClick: () => {} }, h("b")),
      h("cf-nope"),
      h("blink", null, "x"),
    ),
  );
  assert.equal(
    tree.toHtml(),
    '<div><div data-cf-unknown="cf-nope"><b></b></div><div data-cf-unknown="cf-nope"></div>' +
      '<span data-cf-unknown="blink">x</span></div>',
  );
  assert.equal(warnings.length, 2);
});

Deno.test("render() leaves what is bound to an unknown element alone", () => {
  const cell = new Cell("kept");
  const clicks: unknown[] = [];
  const { tree, view, errors } = mount(
    h("cf-nope-picker", {
      $value: cell,
      $checked: "no cell",
      disabled: true,
      "min-date": "2026-01-01",
      onClick: (event: unknown) => clicks.push(event),
    }, "inner"),
  );
  const element = tree.find("div")!;
  assert.deepEqual([element.text, element.get("data-cf-unknown")], ["inner", "cf-nope-picker"]);
  tree.dispatch(element, "click");
  cell.set("changed from elsewhere");
  view.flush();
  assert.deepEqual([clicks.length, cell.get(), errors], [1, "changed from elsewhere", []]);
});

Deno.test("render() fits props of cf-* elements to their types", () => {
  const { tree } = mount(
    h("cf-select", { items: [{ label: "A", value: new Cell(1) }], disabled: "" }),
  );
  const select = tree.find("cf-select")!;
  assert.deepEqual(select.get("items"), [{ label: "A", value: 1 }]);
  assert.equal(select.get("disabled"), true);
});

Deno.test("dispose() removes every node and stops every effect", () => {
  const before = live.effects;
  const rows = new Cell([1, 2, 3].map((n) => h("li", { title: new Cell(n) }, new Cell(n))));
  const text = new Cell("");
  const { tree, view } = mount(h("div", null, h("ul", null, rows), h("input", { $value: text })));
  assert.equal(live.effects, before + 8);
  rows.set(rows.get().slice(1));
  view.flush();
  assert.equal(live.effects, before + 6);
  view.dispose();
  assert.equal(live.effects, before);
  assert.equal(tree.nodeCount, 0);
  rows.set([]);
  view.flush();
  assert.equal(tree.toHtml(), "");
});
