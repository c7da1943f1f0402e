/** Helpers everywhere: generic, recursive, view-making, closing over the body, made by a maker. */
import { action, computed, Default, pattern, UI, type VNode, Writable } from "commonfabric";

interface Node {
  label: string;
  children?: Node[];
}
const BASE = Object.freeze({ pad: "-", max: 3 });

const makePadder = (pad: string) => (text: string, depth: number): string =>
  pad.repeat(depth) + text;
const padded = makePadder(BASE.pad);
function* walk(node: Node, depth = 0): Generator<[string, number]> {
  yield [node.label, depth];
  for (const child of node.children ?? []) yield* walk(child, depth + 1);
}
const Field = ({ name, children }: { name: string; children?: VNode | VNode[] }) => (
  <label>{name}: {children}</label>
);
const FORMATS: Record<string, (n: number) => string> = {
  px: (n) => `${n} pixels`,
  em: (n) => `${n}m`,
};
const maxBy = <T,>(items: readonly T[], by: (item: T) => number): T | undefined =>
  items.reduce<T | undefined>(
    (best, item) => (best === undefined || by(item) > by(best) ? item : best),
    undefined,
  );

export default pattern<
  {
    tree: Node | Default<{ label: "root"; children: [{ label: "a" }, { label: "bb" }] }>;
    unit: string | Default<"px">;
  }
>(({ tree, unit }) => {
  const size = new Writable(1);
  const withUnit = (n: number) => `${n * size.get()}${unit}`;
  const renderNode = (node: Node) => <li>{node.label} {withUnit(node.label.length)}</li>;
  function shout(text: string) {
    return text.toUpperCase();
  }
  const format = FORMATS[unit];
  const round = size.get() > 1 ? Math.floor : Math.ceil;
  const setSize = (n: number) => size.set(n);
  return {
    lines: computed(() => [...walk(tree)].map(([label, depth]) => padded(label, depth))),
    longest: computed(() => maxBy(tree.children ?? [], (n) => n.label.length)?.label),
    width: withUnit(4),
    formatted: format?.(3) ?? "unknown",
    rounded: round(size.get() + 0.5),
    inText: `${format ? format(size.get()) : "-"}!`,
    loud: shout(tree.label),
    [UI]: (
      <Field name={shout(unit)}>
        <ul>{(tree.children ?? []).map(renderNode)}</ul>
      </Field>
    ),
    grow: action(() => setSize(size.get() + 1)),
    rename: action((label: string) => (tree as unknown as Writable<Node>).key("label").set(label)),
  };
});
