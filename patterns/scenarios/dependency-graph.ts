/** Tasks that wait for each other: their order, their depth, and cycles. */

import { type Cell, Default, handler, lift, pattern, str } from "commonfabric";
interface NodeInput {
  id: string;
  dependsOn?: string[];
}
interface GraphArgs {
  nodes: Default<NodeInput[], []>;
}
interface NodeView {
  id: string;
  dependsOn: string[];
  depth: number;
  dependents: string[];
}

const addNode = handler((event: NodeInput, { nodes }: { nodes: Cell<NodeInput[]> }) => {
  const id = event?.id?.trim();
  if (!id) return;
  const existing = nodes.get();
  if (existing.find((n) => n.id === id)) return;
  nodes.push({ id, dependsOn: [...new Set(event.dependsOn ?? [])] });
});
const updateDependencies = handler<
  { id: string; dependsOn?: string[]; append?: boolean },
  { nodes: Cell<NodeInput[]> }
>(
  ({ id, dependsOn = [], append }, { nodes }) => {
    const list = nodes.get();
    const index = list.findIndex((n) => n.id === id);
    if (index < 0) return;
    const now = append ? [...(list[index].dependsOn ?? []), ...dependsOn] : dependsOn;
    nodes.key(index).key("dependsOn").set(Array.from(new Set(now)).filter((d) => d !== id));
  },
);
const topo = (nodes: readonly NodeInput[]): { order: string[]; cycles: string[] } => {
  const ids = new Set(nodes.map((n) => n.id));
  const incoming: Record<string, number> = {};
  const out: Record<string, string[]> = {};
  for (const n of nodes) {
    incoming[n.id] ??= 0;
    for (const d of n.dependsOn ?? []) {
      if (!ids.has(d)) continue;
      incoming[n.id] += 1;
      (out[d] ||= []).push(n.id);
    }
  }
  const queue = Object.keys(incoming).filter((id) => incoming[id] === 0).sort();
  const order: string[] = [];
  while (queue.length) {
    const id = queue.shift()!;
    order.push(id);
    for (const next of out[id] ?? []) {
      if (--incoming[next] === 0) {
        queue.push(next);
        queue.sort();
      }
    }
  }
  return { order, cycles: nodes.filter((n) => !order.includes(n.id)).map((n) => n.id).sort() };
};
const analyse = lift((nodes: NodeInput[]) => topo(nodes ?? []));
const views = lift(({ nodes }: { nodes: NodeInput[] }): NodeView[] => {
  const byId = Object.fromEntries(nodes.map((n) => [n.id, n]));
  const depthOf = (id: string, seen = new Set<string>()): number => {
    if (seen.has(id)) return -1;
    seen.add(id);
    const deps = (byId[id]?.dependsOn ?? []).filter((d) => byId[d] !== undefined);
    return deps.length === 0 ? 0 : 1 + Math.max(...deps.map((d) => depthOf(d, new Set(seen))));
  };
  return nodes.map((n) => ({
    id: n.id,
    dependsOn: n.dependsOn ?? [],
    depth: depthOf(n.id),
    dependents: nodes.filter((m) => m.dependsOn?.includes(n.id)).map((m) => m.id),
  }));
});
export const dependencyGraph = pattern<GraphArgs>(({ nodes }) => {
  const analysis = analyse(nodes);
  const nodeViews = views({ nodes });
  const order = lift((a: { order: string[] }) => a.order.join(" -> "))(analysis);
  const has = lift<{ cycles: string[] }, boolean>(({ cycles }) => cycles.length > 0)(analysis);
  return {
    nodes,
    order: analysis.order,
    cycles: analysis.cycles,
    hasCycle: has,
    label: str`Order: ${order}`,
    views: nodeViews,
    depths: lift((v: NodeView[]) => v.map((x) => `${x.id}:${x.depth}`))(nodeViews),
    addNode: addNode({ nodes }),
    updateDependencies: updateDependencies({ nodes }),
  };
});
