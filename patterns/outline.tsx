/** An outline: each branch is the same pattern again, shown by calling itself. */
import {
  action,
  computed,
  Default,
  NAME,
  pattern,
  PerSession,
  Stream,
  UI,
  type VNode,
  Writable,
} from "commonfabric";

interface Node {
  text: string;
  children: Node[] | Default<[]>;
}

interface BranchInput {
  nodes: Writable<Node[]>;
  depth?: number | Default<0>;
}

interface BranchOutput {
  [NAME]: string;
  [UI]: VNode;
}

interface Input {
  nodes: Writable<Node[] | Default<[]>>;
  draft?: PerSession<Writable<string | Default<"">>>;
}

interface Output {
  [NAME]: string;
  [UI]: VNode;
  nodes: Node[];
  size: number;
  /** The whole outline as indented text. */
  text: string;
  /** Adds below the node that the indexes lead to; at the top without any. */
  add: Stream<{ path: number[]; text: string }>;
  remove: Stream<{ path: number[] }>;
}

function lines(nodes: readonly Node[], indent = ""): string[] {
  return nodes.flatMap((node) => [indent + node.text, ...lines(node.children, indent + "  ")]);
}

export const Branch = pattern<BranchInput, BranchOutput>(({ nodes, depth }) => ({
  [NAME]: "Branch",
  [UI]: (
    <cf-vstack gap="1">
      {nodes.map((node, index) => (
        <cf-collapsible label={node.text} open>
          <cf-vstack gap="1" padding="1">
            <cf-hstack gap="1">
              <cf-input $value={nodes.key(index).key("text")} aria-label="Text" size="sm" />
              <cf-button
                size="sm"
                variant="ghost"
                aria-label={`Add below ${node.text}`}
                onClick={() => nodes.key(index).key("children").push({ text: "New", children: [] })}
              >
                +
              </cf-button>
              <cf-button
                size="sm"
                variant="ghost"
                aria-label={`Remove ${node.text}`}
                onClick={() => nodes.remove(node)}
              >
                ✕
              </cf-button>
            </cf-hstack>
            {node.children.length > 0
              ? <Branch nodes={nodes.key(index).key("children")} depth={(depth ?? 0) + 1} />
              : null}
          </cf-vstack>
        </cf-collapsible>
      ))}
    </cf-vstack>
  ),
}));

export default pattern<Input, Output>(({ nodes, draft }) => {
  const text = computed(() => lines(nodes.get()).join("\n"));
  const size = computed(() => lines(nodes.get()).length);

  const childrenAt = (path: readonly number[]): Writable<Node[]> =>
    path.reduce<Writable<Node[]>>((list, index) => list.key(index).key("children"), nodes);
  const add = action(({ path, text }: { path: number[]; text: string }) => {
    if (text.trim() !== "") childrenAt(path).push({ text: text.trim(), children: [] });
    draft!.set("");
  });
  const remove = action(({ path }: { path: number[] }) => {
    const list = childrenAt(path.slice(0, -1));
    const node = list.get()[path.at(-1) ?? -1];
    if (node !== undefined) list.remove(node);
  });

  return {
    [NAME]: computed(() => `Outline (${size})`),
    [UI]: (
      <cf-screen narrow>
        <cf-vstack gap="3">
          <Branch nodes={nodes} />
          <cf-input
            $value={draft}
            placeholder="A new thought"
            aria-label="A new thought"
            oncf-submit={() => add.send({ path: [], text: draft!.get() })}
          />
          <cf-collapsible label="As text">
            <pre>{text}</pre>
          </cf-collapsible>
        </cf-vstack>
      </cf-screen>
    ),
    nodes,
    size,
    text,
    add,
    remove,
  };
});
