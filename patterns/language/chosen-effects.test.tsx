/** A pattern that is chosen when the body runs has its effects, whether or not anybody reads it. */

import { action, assert, computed, pattern, TESTS, Writable } from "commonfabric";

interface Input {
  n: number;
  log: Writable<string[]>;
}

const First = pattern<Input, { name: string }>(({ n, log }) => {
  computed(() => {
    log.addUnique(`first ${n}`);
  });
  return { name: "first" };
});
const Second = pattern<Input, { name: string }>(({ n, log }) => {
  computed(() => {
    log.addUnique(`second ${n}`);
  });
  return { name: "second" };
});
const Quiet = pattern<Input, { name: string }>(({ n, log }) => ({
  name: `${log.get().length}${n}`,
}));

const kinds = { first: First, second: Second, quiet: Quiet };
type Kind = keyof typeof kinds;

export default pattern(() => {
  const kind = new Writable<Kind>("first");
  const n = new Writable(1);
  const log = new Writable<string[]>([]);
  const chosen = new Writable<string[]>([]);
  const listed = new Writable<string[]>([]);
  const rows = new Writable<{ kind: Kind }[]>([{ kind: "second" }]);
  kinds[kind.get()]({ n, log });
  const unread = (kind.get() === "first" ? First : Quiet)({ n, log: chosen });
  const parts = rows.map((row) => kinds[row.kind]({ n, log: listed }));
  return {
    unread,
    parts,
    [TESTS]: [
      { assertion: assert(() => log.get().join() === "first 1") },
      { assertion: assert(() => chosen.get().join() === "first 1") },
      { assertion: assert(() => listed.get().join() === "second 1") },
      { action: action(() => n.set(2)) },
      { assertion: assert(() => log.get().join() === "first 1,first 2") },
      { action: action(() => kind.set("second")) },
      { assertion: assert(() => log.get().join() === "first 1,first 2,second 2") },
      { action: action(() => kind.set("quiet")) },
      { action: action(() => n.set(3)) },
      { assertion: assert(() => log.get().join() === "first 1,first 2,second 2") },
      { assertion: assert(() => chosen.get().join() === "first 1,first 2") },
      { action: action(() => rows.push({ kind: "first" })) },
      { assertion: assert(() => listed.get().join() === "second 1,second 2,second 3,first 3") },
    ],
  };
});
