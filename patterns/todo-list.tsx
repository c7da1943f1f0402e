/** A todo list: entities in an array, two-way bound, filtered by the person who looks. */
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

interface Todo {
  title: string;
  done: boolean | Default<false>;
}

type Filter = "all" | "open" | "done";

interface TodoInput {
  todos: Writable<Todo[] | Default<[]>>;
  draft?: PerSession<Writable<string | Default<"">>>;
  filter?: PerSession<Writable<Filter | Default<"all">>>;
}

interface TodoOutput {
  [NAME]: string;
  [UI]: VNode;
  todos: Todo[];
  open: number;
  visible: Todo[];
  add: Stream<{ title: string }>;
  toggle: Stream<{ index: number }>;
  show: Stream<Filter>;
  clearDone: Stream<void>;
}

export default pattern<TodoInput, TodoOutput>(({ todos, draft, filter }) => {
  const open = computed(() => todos.get().filter((todo) => !todo.done).length);
  const visible = todos.filter((todo) =>
    filter!.get() === "all" || (filter!.get() === "done") === todo.done
  );

  const add = action(({ title }: { title: string }) => {
    const text = title.trim();
    if (text === "") return;
    todos.push({ title: text, done: false });
    draft!.set("");
  });
  const toggle = action(({ index }: { index: number }) => {
    const done = todos.key(index).key("done");
    done.set(!done.get());
  });
  const show = action((which: Filter) => filter!.set(which));
  const clearDone = action(() => todos.set(todos.get().filter((todo) => !todo.done)));

  return {
    [NAME]: computed(() => (open === 0 ? "Todo: all done" : `Todo: ${open} open`)),
    [UI]: (
      <cf-screen>
        <cf-vstack gap="3">
          <cf-hstack gap="2">
            <cf-input
              $value={draft}
              placeholder="What needs doing?"
              aria-label="New todo"
              oncf-submit={() => add.send({ title: draft!.get() })}
            />
            <cf-button variant="primary" onClick={() => add.send({ title: draft!.get() })}>
              Add
            </cf-button>
          </cf-hstack>
          <cf-hstack gap="1">
            {(["all", "open", "done"] as const).map((which) => (
              <cf-button
                size="small"
                variant={filter!.get() === which ? "primary" : "ghost"}
                onClick={() => filter!.set(which)}
              >
                {which}
              </cf-button>
            ))}
          </cf-hstack>
          {todos.get().length === 0
            ? <cf-empty-state>Nothing to do. Add something above.</cf-empty-state>
            : (
              <cf-card padding="2" gap="1">
                {visible.map((todo) => (
                  <cf-hstack gap="2" align="center" justify="between">
                    <cf-checkbox $checked={todo.done}>{todo.title}</cf-checkbox>
                    <cf-button
                      size="small"
                      variant="ghost"
                      aria-label={`Remove ${todo.title}`}
                      onClick={() => todos.remove(todo)}
                    >
                      ✕
                    </cf-button>
                  </cf-hstack>
                ))}
              </cf-card>
            )}
          <cf-hstack gap="2" align="center" justify="between">
            <cf-text variant="muted">{open} of {todos.get().length} open</cf-text>
            <cf-button size="small" variant="ghost" onClick={clearDone}>Clear done</cf-button>
          </cf-hstack>
        </cf-vstack>
      </cf-screen>
    ),
    todos,
    open,
    visible,
    add,
    toggle,
    show,
    clearDone,
  };
});
