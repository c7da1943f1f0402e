/** Patterns in objects and lists, chosen by a key; tools are handed on and change nothing. */
import {
  computed,
  Default,
  ifElse,
  pattern,
  patternTool,
  UI,
  type VNode,
  Writable,
} from "commonfabric";

interface Shown {
  [UI]: VNode;
  text: string;
}
const Plain = pattern<{ value: number }, Shown>(({ value }) => ({
  [UI]: <b>{value}</b>,
  text: computed(() => `plain ${value}`),
}));
const Stars = pattern<{ value: number }, Shown>(({ value }) => ({
  [UI]: <i>{"*".repeat(value)}</i>,
  text: computed(() => "*".repeat(value)),
}));
const VIEWS = { plain: Plain, stars: Stars };
const search = pattern<{ query: string; items: string[] }, { hits: string[] }>((
  { query, items },
) => ({ hits: computed(() => items.filter((i) => i.includes(query))) }));

export default pattern<
  {
    value: Writable<number | Default<2>>;
    mode: "plain" | "stars" | Default<"plain">;
    items: string[] | Default<[]>;
  }
>(({ value, mode, items }) => {
  const views = { a: VIEWS.plain({ value }), b: VIEWS["stars"]({ value }) };
  const list = [Plain, Stars].map((View) => View({ value }));
  const found = search({ query: "a", items });
  return {
    chosen: ifElse(mode === "stars", views.b.text, views.a.text),
    both: computed(() => `${views.a.text}+${views.b.text}`),
    listed: computed(() => list.map((one) => one.text).join()),
    [UI]: (
      <div>{mode === "stars" ? <Stars value={value} /> : <Plain value={value} />}{views.a}</div>
    ),
    hits: found.hits,
    tool: patternTool(search, { items }),
    value,
  };
});
