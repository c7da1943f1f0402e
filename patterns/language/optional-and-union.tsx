/** Fields that may be missing, null or one of several shapes, through reads, writes and views. */
import { action, computed, Default, handler, pattern, UI, Writable } from "commonfabric";

type Task =
  | { type: "todo"; text: string; due?: string }
  | { type: "note"; text: string; by: { name?: string | null } }
  | { type: "rule" };

interface Input {
  tasks?: Writable<Task[]>;
  selected: Writable<Task | null | Default<null>>;
  filter?: Writable<"all" | Task["type"]>;
}

const label = (task: Task | null | undefined): string => {
  if (!task) return "nothing";
  switch (task.type) {
    case "todo":
      return task.due ? `${task.text} by ${task.due}` : task.text;
    case "note":
      return `${task.by.name ?? "someone"}: ${task.text}`;
    case "rule":
      return "----";
  }
};

const setDue = handler<{ at: number; due?: string }, { tasks: Writable<Task[]> }>(
  ({ at, due }, { tasks }) => {
    const task = tasks.get()[at];
    if (task?.type === "todo") tasks.key(at).set({ ...task, due });
  },
);

export default pattern<Input>(({ tasks, selected, filter }) => {
  const visible = computed(() =>
    (tasks.get() ?? []).filter((t) =>
      !filter?.get() || filter.get() === "all" || t.type === filter.get()
    )
  );
  return {
    labels: computed(() => visible.map(label)),
    chosen: computed(() => label(selected.get())),
    [UI]: (
      <ul>
        {visible.map((task) => (task.type === "rule" ? <hr /> : <li>{label(task)}</li>))}
        {selected.get() === null && <p>none</p>}
      </ul>
    ),
    add: action((task: Task) => tasks.push(task)),
    choose: action((at: number | null) => selected.set(at === null ? null : tasks.get()[at])),
    only: action((type: "all" | Task["type"]) => filter!.set(type)),
    anonymize: action(() =>
      tasks.get().forEach((task, i) => {
        if (task.type === "note") tasks.key(i).set({ ...task, by: { name: null } });
      })
    ),
    setDue: setDue({ tasks }),
  };
});
