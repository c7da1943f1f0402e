/** `a?.b` is undefined where there is no `a`, whatever default `b` has where there is one. */

import {
  action,
  assert,
  computed,
  Default,
  handler,
  pattern,
  TESTS,
  UI,
  Writable,
} from "commonfabric";

interface Task {
  title: string | Default<"new">;
  points: Default<number, 5>;
  parts: Task[] | Default<[]>;
}

interface Input {
  tasks: Writable<Task[] | Default<[]>>;
  chosen?: Task | null;
}

const rename = handler<{ to: string }, { title: Writable<string> }>(({ to }, { title }) => {
  title.set(to);
});

const label = pattern<{ title?: string }>(({ title }) => ({
  text: computed(() => title ?? "nothing"),
}));

const board = pattern<Input>(({ tasks, chosen }) => ({
  tasks,
  first: tasks.get()[0]?.title,
  part: chosen?.parts[0]?.points,
  points: chosen?.points,
  label: label({ title: chosen?.title }),
  rename: rename({ title: chosen?.title }),
  add: action((task: { title: string }) => tasks.push(task as Task)),
  [UI]: (
    <div title={chosen?.title}>
      <cf-input $value={chosen?.title} />
      {chosen?.points}
    </div>
  ),
}));

export default pattern(() => {
  const chosen = new Writable<Task | null>(null);
  const shown = board({ chosen });
  const input = () => (shown[UI] as any).children[0];
  return {
    [TESTS]: [
      { assertion: assert(() => shown.first === undefined && shown.points === undefined) },
      { assertion: assert(() => shown.part === undefined && shown.label.text === "nothing") },
      { assertion: assert(() => (shown[UI] as any).props.title === undefined) },
      { action: shown.add, event: { title: "sow" } },
      { assertion: assert(() => shown.first === "sow") },
      { action: action(() => chosen.set(shown.tasks.get()[0]!)) },
      { assertion: assert(() => shown.points === 5 && shown.label.text === "sow") },
      { assertion: assert(() => shown.part === undefined) },
      { action: shown.rename, event: { to: "reap" } },
      { assertion: assert(() => shown.tasks.get()[0]!.title === "reap") },
      { action: action(() => input().props.$value.set("rest")) },
      { assertion: assert(() => shown.first === "rest" && (shown[UI] as any).children[1] === 5) },
      { action: action(() => chosen.set(null)) },
      { assertion: assert(() => shown.label.text === "nothing") },
      { render: shown[UI] },
    ],
  };
});
