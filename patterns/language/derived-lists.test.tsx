import { action, assert, pattern, TESTS, Writable } from "commonfabric";
import DerivedLists, { type Lists, type Plan, type Task } from "./derived-lists.tsx";

const step = (text: string, hours?: number) => (hours === undefined ? { text } : { text, hours });
const task = (id: string, size: number, done = false, rest: Partial<Task> = {}): Task => ({
  id,
  size,
  done,
  steps: [],
  ...rest,
});
const START: Plan = {
  tasks: [
    task("a", 1, false, { steps: [step("x", 1), step("y")], owner: "Ann" }),
    task("b", 2, true),
    task("c", 3, false, { steps: [step("z", 2)], owner: null }),
  ],
  spare: [task("e", 5, true), task("f", 6)],
  query: "",
  useTasks: true,
  selected: null,
};

/** The same lists in plain JavaScript. */
function expected({ tasks, spare, query, useTasks, selected }: Plan): Lists {
  const source = useTasks ? tasks : spare;
  const found = tasks.filter((t) => t.id.includes(query));
  const chosen = tasks.find((t) => t.id === selected);
  const groups: Record<string, string[]> = {};
  for (const t of tasks) (groups[t.owner ?? "none"] ??= []).push(t.id);
  return {
    labels: tasks.map((t, at) => ({ t, at })).filter(({ t }) => t.size > 1)
      .map(({ t, at }) => `${at}:${t.id}`),
    parts: tasks.filter((t) => !t.done).flatMap((t) => [t.id, t.size]),
    joined: tasks.map((t, at) => `${at}${t.id}${t.id}${t.size}`),
    even: tasks.filter((t) => t.size % 2 === 0).map((t) => t.id),
    large: tasks.filter((t) => t.size > 2).map((t) => `${t.id}/${t.size}`),
    texts: tasks.flatMap((t) => t.steps.map((s) => s.text)),
    small: tasks.map((t, at) => ({ t, at })).filter(({ t }) => t.size <= 2)
      .map(({ t, at }) => `${at}${t.id}/${t.size}`),
    upper: source.map((t) => t.id.toUpperCase()),
    ready: source.filter((t) => t.done).map((t, at) => `${at}-${t.id}`),
    either: (useTasks ? tasks : found).map((t) => t.id),
    chosen: source.map((t) => t.id),
    bySize: [...tasks].sort((a, b) => a.size - b.size).map((t) => t.id),
    reversed: tasks.toReversed().map((t) => `${t.id}${t.size}`),
    selected: chosen ? chosen.steps.map((s) => s.text) : null,
    owners: Object.entries(groups).map(([owner, ids]) => ({ owner, ids })),
    hours: tasks.map((t) => t.steps.filter((s) => s.hours).map((s) => `${t.id}.${s.text}`)),
    steps: tasks.flatMap((t) => t.steps.map((s) => `${t.id}>${s.text}`)),
    weight: tasks.reduce((sum, t) => sum + t.size, 0) * tasks.length,
    open: tasks.filter((t) => !t.done).map((t) => t.id),
    several: tasks.flatMap((t) => t.steps.length > 1 ? t.steps.map((s) => s.text) : []),
    doneTasks: tasks.filter((t) => t.done).map((t) => t.id),
    first: tasks[0] ? `0:${tasks[0].id}` : "none",
    marked: tasks.map((t) => t.id === selected ? `[${t.id}]` : t.id),
    many: (tasks.length > 2 ? tasks : spare).map((t) => t.id),
  };
}

/** What differs, by name: nothing. */
function differences(lists: Lists, plan: Plan): string {
  return Object.entries(expected(plan)).flatMap(([name, value]) => {
    const [is, should] = [JSON.stringify(lists[name]), JSON.stringify(value)];
    return is === should ? [] : [`${name} is ${is}, should be ${should}`];
  }).join("\n");
}

export default pattern(() => {
  const plan = new Writable<Plan>(START);
  const tasks = plan.key("tasks");
  const it = DerivedLists({ plan });
  const moth = task("m", 9, true, { steps: [step("mm"), step("nn")], owner: "May" });
  const changes = [
    action(() => tasks.key(0).key("size").set(4)),
    action(() => tasks.key(1).key("done").set(false)),
    action(() => tasks.push(task("d", 2, true, { steps: [step("q"), step("w", 3)] }))),
    action(() => tasks.set(tasks.get().slice(1))),
    action(() => plan.key("useTasks").set(false)),
    action(() => plan.key("selected").set("c")),
    action(() => tasks.set(tasks.get().toReversed())),
    action(() => plan.key("query").set("b")),
    action(() => tasks.key(0).key("steps").push(step("new", 9))),
    action(() => plan.key("spare").push(task("g", 7, true))),
    action(() => tasks.remove(tasks.get()[0])),
    action(() => plan.key("useTasks").set(true)),
    action(() => tasks.set([])),
    action(() => tasks.push(task("h", 1), task("i", 2, true))),
    action(() => tasks.set([...tasks.get().slice(0, 1), moth, ...tasks.get().slice(1)])),
    action(() => plan.key("selected").set("m")),
    action(() => tasks.set(tasks.get().map((t) => t.id === "m" ? { ...t, id: "n", size: 0 } : t))),
    action(() => plan.set(START)),
    action(() => plan.update({ query: "z", selected: "a" })),
  ];
  const same = { assertion: assert(() => differences(it.lists, plan.get()) === "") };
  return { [TESTS]: [same, ...changes.flatMap((change) => [{ action: change }, same])] };
});
