/** A todo list: items that keep their identity while they are added, ticked and removed. */

import {
  action,
  computed,
  Default,
  NAME,
  pattern,
  Stream,
  UI,
  type VNode,
  Writable,
} from "commonfabric";

export interface Item {
  title: string;
  done: boolean | Default<false>;
}

interface TodoInput {
  items: Writable<Item[] | Default<[]>>;
}

interface TodoOutput {
  [NAME]: string;
  [UI]: VNode;
  items: Item[];
  open: number;
  add: Stream<{ title: string }>;
}

export default pattern<TodoInput, TodoOutput>(({ items }) => {
  const draft = new Writable.perSession("");
  const open = computed(() => items.get().filter((item) => !item.done).length);
  const add = action(({ title }: { title: string }) => {
    if (title.trim() === "") return;
    items.push({ title: title.trim(), done: false });
    draft.set("");
  });
  return {
    [NAME]: computed(() => `Todo (${open})`),
    [UI]: (
      <cf-screen>
        <cf-vstack gap="2">
          {items.map((item) => (
            <cf-hstack gap="2">
              <cf-checkbox $checked={item.done}>{item.title}</cf-checkbox>
              <cf-button aria-label={`Remove ${item.title}`} onClick={() => items.remove(item)}>
                Remove
              </cf-button>
            </cf-hstack>
          ))}
          <cf-input
            $value={draft}
            placeholder="What is to be done?"
            oncf-submit={() => add.send({ title: draft.get() })}
          />
          <cf-button onClick={() => add.send({ title: draft.get() })}>Add</cf-button>
        </cf-vstack>
      </cf-screen>
    ),
    items,
    open,
    add,
  };
});
