/** Lists made of lists in a body: of built objects, of parts, of choices, sorted, nested, flattened. */
import { action, computed, ifElse, lift, pattern, Stream, Writable } from "commonfabric";

export interface Task {
  id: string;
  size: number;
  done: boolean;
  steps: { text: string; hours?: number }[];
  owner?: string | null;
}
export interface Plan {
  tasks: Task[];
  spare: Task[];
  query: string;
  useTasks: boolean;
  selected: string | null;
}

const Card = pattern<{ task: Task }, { label: string; large: boolean; texts: { of: string }[] }>(
  ({ task }) => ({
    label: `${task.id}/${task.size}`,
    large: task.size > 2,
    texts: task.steps.map(({ text }) => ({ of: text })),
  }),
);

const describe = (task: Task) => ({
  key: task.id,
  info: { size: task.size, even: task.size % 2 === 0 },
});

const weigh = lift(({ sizes, times }: { sizes: number[]; times: number }) =>
  sizes.reduce((sum, size) => sum + size, 0) * times
);

/** Everything that {@linkcode lists} derives, as text or lists of text. */
export type Lists = Record<string, unknown>;

export default pattern<{ plan: Writable<Plan> }, { lists: Lists; set: Stream<Plan> }>(
  ({ plan }) => {
    const tasks = plan.key("tasks");
    const spare = plan.key("spare");
    const useTasks = plan.key("useTasks");
    const found = computed(() => plan.get().tasks.filter((t) => t.id.includes(plan.get().query)));
    const built = tasks.map((task, at) => ({
      task,
      at,
      label: `${at}:${task.id}`,
      parts: [task.id, task.size],
      inner: { size: task.size, done: task.done },
    }));
    const described = tasks.map((task) => describe(task));
    const cards = tasks.map((task) => Card({ task }));
    const source = useTasks.get() ? tasks.get() : spare.get();
    const selected = computed(() => plan.get().tasks.find((t) => t.id === plan.get().selected));
    const byOwner = computed(() => {
      const groups: Record<string, Task[]> = {};
      for (const task of plan.get().tasks) (groups[task.owner ?? "none"] ??= []).push(task);
      return groups;
    });
    return {
      set: action((next: Plan) => plan.set(next)),
      lists: {
        labels: built.filter((b) => b.inner.size > 1).map((b) => b.label),
        parts: built.filter((b) => !b.inner.done).flatMap((b) => b.parts),
        joined: built.map(({ task, at, parts: [id, size] }) => `${at}${task.id}${id}${size}`),
        even: described.filter((d) => d.info.even).map((d) => d.key),
        large: cards.filter((card) => card.large).map((card) => card.label),
        texts: cards.flatMap((card) => card.texts.map((text) => text.of)),
        small: cards.map((card, at) => ({ card, at })).filter(({ card }) => !card.large)
          .map(({ card, at }) => `${at}${card.label}`),
        upper: source.map((t) => ({ ...t, up: t.id.toUpperCase() })).map((t) => t.up),
        ready: source.filter((t) => t.done).map((t, at) => ({ at, t })).map(({ at, t }) =>
          `${at}-${t.id}`
        ),
        either: (useTasks.get() ? tasks : found).map((t) => ({ ids: [t.id] })).flatMap((t) =>
          t.ids
        ),
        chosen: ifElse(useTasks, tasks.map((t) => t.id), spare.map((t) => t.id)),
        bySize: [...tasks.get()].sort((a, b) => a.size - b.size).map((t) => t.id),
        reversed: tasks.get().toReversed().map((t) => ({ id: t.id, sizes: [t.size] }))
          .map((t) => `${t.id}${t.sizes[0]}`),
        selected: selected ? selected.steps.map((step) => step.text) : null,
        owners: Object.entries(byOwner).map(([owner, of]) => ({ owner, ids: of.map((t) => t.id) })),
        hours: tasks.map((t) =>
          t.steps.filter((s) => (s.hours ?? 0) > 0).map((s) => `${t.id}.${s.text}`)
        ),
        steps: tasks.map((task) => ({ steps: task.steps.map((s) => ({ s, of: task.id })) }))
          .flatMap(({ steps }) => steps).map(({ s, of }) => `${of}>${s.text}`),
        weight: weigh({ sizes: tasks.map((t) => t.size), times: tasks.get().length }),
        open: tasks.map((t) =>
          t.done ? { kind: "done", id: t.id } : { kind: "open", id: t.id, size: t.size }
        ).filter((t) => t.kind === "open").map((t) => t.id),
        several: tasks.map((t) => t.steps.length > 1 ? t.steps.map((s) => s.text) : [])
          .flatMap((texts) => texts),
        doneTasks: built.map((b) => b.task).filter((t) => t.done).map((t) => t.id),
        first: built[0]?.label ?? "none",
        marked: tasks.map((t) => plan.get().selected === t.id ? `[${t.id}]` : t.id),
        many: (tasks.get().length > 2 ? tasks : spare).map((t) => t.id),
      },
    };
  },
);
