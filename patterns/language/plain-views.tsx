/** Views as data: fragments, elements made by calls, and what may stand among children. */
import {
  computed,
  Default,
  Fragment,
  h,
  pattern,
  type RenderNode,
  UI,
  type VNode,
  Writable,
} from "commonfabric";

interface Input {
  name: Writable<string | Default<"Ada">>;
  lines: string[] | Default<["one", "two"]>;
}

interface Output {
  [UI]: VNode;
  definition: VNode;
  written: VNode;
  list: VNode;
}

/** A term and what it means, without an element around both. */
function Definition({ term, children }: { term: string; children?: RenderNode }) {
  return (
    <Fragment>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </Fragment>
  );
}

export default pattern<Input, Output>(({ name, lines }) => {
  const greeting: RenderNode = computed(() => `Hello ${name.get()}`);
  return {
    [UI]: (
      <dl>
        <Definition term="greeting">{greeting}</Definition>
        <>
          <dt>lines</dt>
          <dd>{lines.length}</dd>
        </>
      </dl>
    ),
    definition: <Definition term="name">{name}</Definition>,
    written: h("p", { class: "written" }, "by hand, for ", name),
    list: <ul>{lines.map((line) => <li>{line}</li>)}</ul>,
  };
});
