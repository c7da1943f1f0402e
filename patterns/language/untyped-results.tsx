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
    shout: action(() => draft.set(draft.get() + "!")),
  };
});

/** A stream with the name of a cell's method: what is not called at once is the stream. */
// deno-lint-ignore no-explicit-any -- nobody declares what this gives.
export const Form = pattern<{ title: string }, any>(() => {
  const sent = new Writable(0);
  return { sent, send: action(() => sent.increment(1)) };
});
