// What a computation read and what a handler reads are the same objects to the handler.
import { action, assert, computed, equals, handler, pattern, TESTS, Writable } from "commonfabric";

interface Item {
  id: string;
  n: number;
  opts: { on: boolean };
}
interface Form {
  name: string;
  opts: { on: boolean };
}
const hear = handler<Form, { log: Writable<string[]> }>((form, { log }) => {
  log.push(`${form.name}${form.opts.on}`);
});

export default pattern(() => {
  const items = new Writable<Item[]>(
    ["a", "b", "c", "d"].map((id, n) => ({ id, n, opts: { on: n > 1 } })),
  );
  const form = new Writable<Form>({ name: "x", opts: { on: true } });
  const log = new Writable<string[]>([]);
  const chosen = computed(() => items.get().filter((item) => item.n > 1));
  const best = computed(() => items.get().toSorted((a, b) => b.n - a.n)[0]);
  const groups = computed(() => ({
    even: items.get().filter((item) => item.n % 2 === 0),
    last: { item: items.get().at(-1) },
  }));
  const byId = computed(() => new Map(items.get().map((item) => [item.id, item])));
  const payload = computed(() => ({ ...form.get() }));
  const heard = hear({ log });
  const ids = (list: readonly Item[]) => list.map((item) => item.id).join("");

  return {
    [TESTS]: [
      {
        action: action(() => {
          const all = items.get();
          log.push(
            ids(all.filter((item) => !chosen.includes(item))),
            String(chosen.indexOf(all[3])),
            String(all.indexOf(chosen[0])),
            String(all.findIndex((item) => item === best)),
            String(best === chosen[1]),
            String(groups.last.item === best),
            ids(all.filter((item) => groups.even.some((even) => even === item))),
            String(new Set(chosen).has(all[2])),
            String(byId.get("b") === all[1] || equals(byId.get("b"), all[1])),
          );
        }),
      },
      { assertion: assert(() => log.get().join() === "ab,1,2,3,true,true,ac,true,true") },
      {
        action: action(() => {
          const kept = ids(chosen);
          items.set(items.get().filter((item) => !chosen.includes(item)));
          items.push(...chosen);
          log.push(kept);
        }),
      },
      { assertion: assert(() => ids(items.get()) === "abcd" && log.get().at(-1) === "cd") },
      {
        action: action(() => {
          const before = best;
          items.set(items.get().filter((item) => !chosen.includes(item)));
          items.push(before, ...chosen);
        }),
      },
      {
        assertion: assert(() =>
          ids(items.get()) === "abdcd" && equals(items.get()[2], items.get()[4])
        ),
      },
      {
        action: action(() => {
          heard.send(payload);
          form.set({ name: "y", opts: { on: false } });
          log.push(best.id, chosen.map((item) => item.opts.on).join("+"));
        }),
      },
      { assertion: assert(() => log.get().slice(-3).join() === "d,true+true+true,xtrue") },
      {
        action: action(() => {
          const first = chosen[0];
          items.key(2, "n").set(50);
          log.push(`${first.n} ${items.get()[2].n}`);
        }),
      },
      { assertion: assert(() => log.get().at(-1) === "3 50" && chosen[0].n === 50) },
    ],
  };
});
