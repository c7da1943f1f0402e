/** Tasks that wait for others; one handler reads what is computed and sends to another. */

import { type Cell, cell, Default, handler, lift, pattern, str, type Stream } from "commonfabric";
type TaskState = "waiting" | "ready" | "running" | "done" | "skipped";
interface TaskDef {
  id: string;
  needs?: string[];
  optional?: boolean;
}
const stateOf = (def: TaskDef, states: Record<string, TaskState>, ids: Set<string>): TaskState => {
  const known = states[def.id];
  if (known) return known;
  const needs = (def.needs ?? []).filter((n) => ids.has(n));
  return needs.every((n) => states[n] === "done" || states[n] === "skipped") ? "ready" : "waiting";
};
const resolve = lift(({ defs, states }: { defs: TaskDef[]; states: Record<string, TaskState> }) => {
  const ids = new Set(defs.map((d) => d.id));
  return defs.map((d) => ({
    id: d.id,
    state: stateOf(d, states, ids),
    optional: d.optional === true,
  }));
});
type View = { id: string; state: TaskState; optional: boolean };
const transition = handler(
  (
    e: { id?: string; to?: TaskState } | undefined,
    { states, view, log }: {
      states: Cell<Record<string, TaskState>>;
      view: View[];
      log: Cell<string[]>;
    },
  ) => {
    const task = view.find((v) => v.id === e?.id);
    const to = e?.to;
    const legal = task &&
      ((to === "running" && task.state === "ready") ||
        (to === "done" && task.state === "running") ||
        (to === "skipped" && task.optional &&
          (task.state === "ready" || task.state === "waiting")));
    if (!legal) {
      log.push(`refused ${e?.id}→${e?.to} (${task?.state ?? "unknown"})`);
      return;
    }
    states.key(task.id).set(to!);
    log.push(`${task.id}→${to}`);
  },
);
const runAll = handler(
  (
    _: unknown,
    { view, transitionStream }: {
      view: View[];
      transitionStream: Stream<{ id: string; to: TaskState }>;
    },
  ) => {
    for (const { id, state } of view) {
      if (state === "ready") {
        transitionStream.send({ id, to: "running" });
        transitionStream.send({ id, to: "done" });
      }
    }
  },
);
export const workflowOrchestration = pattern<
  {
    defs: Default<
      TaskDef[],
      [
        { id: "build" },
        { id: "lint"; optional: true },
        { id: "test"; needs: ["build"] },
        { id: "ship"; needs: ["test", "lint"] },
      ]
    >;
  }
>(({ defs }) => {
  const states = cell<Record<string, TaskState>>({});
  const log = cell<string[]>([]);
  const view = resolve({ defs, states });
  const byState = lift((vs: View[]) => {
    const out: Record<string, string[]> = {};
    vs.forEach((v) => (out[v.state] ??= []).push(v.id));
    return out;
  })(view);
  const stream = transition({ states, view, log });
  const finished = lift((vs: View[]) =>
    vs.every((v) => v.state === "done" || v.state === "skipped")
  )(view);
  return {
    view,
    byState,
    states,
    log,
    finished,
    label: str`finished=${finished}`,
    transition: stream,
    runAll: runAll({ view, transitionStream: stream }),
  };
});
