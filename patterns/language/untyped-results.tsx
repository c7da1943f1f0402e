/** A pattern whose result nobody declared: what uses it decides whether a part is a cell. */
import { action, NAME, pattern, UI, Writable } from "commonfabric";

export default pattern<{ title: string }>(({ title }) => {
  const draft = new Writable("d");
  const tags = new Writable<string[]>([]);
  return {
    [NAME]: title,
    [UI]: <p>{title}: {draft}</p>,
    title,
    draft,
    tags,
    // The name of a cell's method too: what is not called at once is the stream.
    send: action(() => draft.set("sent")),
    shout: action(() => draft.set(draft.get() + "!")),
  };
});
