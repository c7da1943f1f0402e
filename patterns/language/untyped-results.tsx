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
