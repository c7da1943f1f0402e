/** No cycles of value imports: every module can be read and loaded after those it uses. */

import type { Check } from "../check.ts";
import type { Repository } from "../repository.ts";

export const importCycles: Check = {
  name: "import-cycles",
  *run(repository) {
    for (const group of cyclicGroups(repository)) {
      const [first] = group as [string, ...string[]];
      const inGroup = new Set(group);
      const edge = repository.module(first).imports.find((one) => {
        const target = isValueImport(one) ? repository.resolve(first, one.specifier) : undefined;
        return target !== undefined && inGroup.has(target);
      });
      yield {
        file: first,
        line: edge?.line ?? 1,
        what: `value imports form a cycle: ${group.join(" → ")} → ${first}`,
        fix: "Move the shared part to a module of its own, or import only its types",
      };
    }
  },
};

function isValueImport(one: { typeOnly: boolean; kind: string }): boolean {
  return !one.typeOnly && (one.kind === "import" || one.kind === "export");
}

/** Strongly connected components of more than one module, by Tarjan's algorithm. */
function cyclicGroups(repository: Repository): string[][] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const groups: string[][] = [];
  const visit = (path: string): void => {
    order.set(path, order.size);
    low.set(path, order.get(path)!);
    stack.push(path);
    onStack.add(path);
    for (const one of repository.module(path).imports) {
      const target = isValueImport(one) ? repository.resolve(path, one.specifier) : undefined;
      if (target === undefined) continue;
      if (!order.has(target)) {
        visit(target);
        low.set(path, Math.min(low.get(path)!, low.get(target)!));
      } else if (onStack.has(target)) {
        low.set(path, Math.min(low.get(path)!, order.get(target)!));
      }
    }
    if (low.get(path) !== order.get(path)) return;
    const group = stack.splice(stack.indexOf(path));
    for (const member of group) onStack.delete(member);
    if (group.length > 1) groups.push(group);
  };
  for (const path of repository.modulePaths) if (!order.has(path)) visit(path);
  return groups;
}
