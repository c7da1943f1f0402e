/** Who mentioned or answered me. */
import { action, computed, NAME, pattern, Stream, UI, type VNode, Writable } from "commonfabric";
import type { Note, Profile } from "./model.ts";

export interface InboxOutput {
  [NAME]: string;
  [UI]: VNode;
  unread: number;
  lines: string[];
  open: Stream<{ id: string }>;
  readAll: Stream<void>;
  clear: Stream<void>;
}
export const Inbox = pattern<
  { notes: Writable<Note[]>; me: Writable<Profile>; go: Stream<{ thread: number }> },
  InboxOutput
>(({ notes, me, go }) => {
  const own = computed(() => {
    const { name, settings } = me.get();
    return notes.get().filter((n) =>
      n.to === name.toLowerCase() && settings.notify.includes(n.kind)
    );
  });
  const unread = computed(() => own.filter((n) => !n.read).length);
  return {
    [NAME]: unread > 0 ? `Inbox (${unread})` : "Inbox",
    [UI]: (
      <ul>
        {own.map((n) => (
          <li
            class={n.read ? "" : "unread"}
            onClick={() => go.send({ thread: n.thread })}
          >
            {n.from} ({n.kind})
          </li>
        ))}
      </ul>
    ),
    unread,
    lines: own.map((n) => `${n.read ? "" : "!"}${n.kind} by ${n.from} in ${n.thread}`),
    open: action(({ id }: { id: string }) => {
      const at = notes.get().findIndex((n) => n.id === id);
      if (at < 0) return;
      notes.key(at).key("read").set(true);
      go.send({ thread: notes.get()[at].thread });
    }),
    readAll: action(() => {
      const name = me.get().name.toLowerCase();
      notes.get().forEach((n, i) => {
        if (n.to === name && !n.read) notes.key(i).update({ read: true });
      });
    }),
    clear: action(() => {
      const name = me.get().name.toLowerCase();
      notes.set(notes.get().filter((n) => n.to !== name));
    }),
  };
});
