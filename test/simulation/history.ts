/**
 * Judges a history of transactions on append-only lists. Every value is added once, so the final
 * lists tell the order of all additions, and what a transaction read tells between which of them
 * it happened. From that follow the edges of a dependency graph:
 *
 * ```
 *   adds v ─follows─▶ adds the next value of the same list
 *   adds v ─is read─▶ read a list that ends with v
 *   read a list that ends with v ─precedes─▶ adds the next value
 *   was answered ─before─▶ was sent after that answer, or later by the same session
 * ```
 *
 * A history is strictly serializable if and only if no read contradicts the final lists and the
 * graph has no cycle. The method is that of Elle (Kingsbury and Alvaro, 2020) for lists.
 */

/** One step of a transaction. */
export type Step =
  | { readonly read: string }
  | { readonly add: string; readonly value: number };

/** A transaction that was committed, as its client knows it. */
export interface Transaction {
  readonly id: string;
  readonly session: string;
  readonly steps: readonly Step[];
  /** What each reading step saw, in their order. */
  readonly reads: readonly (readonly number[])[];
  /** When it was sent and when it was answered, on one clock; never answered: `Infinity`. */
  readonly sentAt: number;
  readonly answeredAt: number;
}

/** The lists after everything, by name. */
export type FinalLists = Readonly<Record<string, readonly number[]>>;

interface Edge {
  readonly to: Transaction;
  readonly why: string;
}

/** What is wrong with a history; empty when it is strictly serializable. */
export function faultsOf(history: readonly Transaction[], lists: FinalLists): string[] {
  const owners = ownersOf(history);
  const faults = [
    ...lostOrTwice(owners, lists),
    ...history.flatMap((transaction) => contradictions(transaction, lists)),
  ];
  if (faults.length > 0) return faults;
  const cycle = cycleOf(history, edgesOf(history, owners, lists));
  return cycle === undefined ? [] : [cycle];
}

/** Who added each value of each list. */
function ownersOf(history: readonly Transaction[]): Map<string, Transaction> {
  const owners = new Map<string, Transaction>();
  for (const transaction of history) {
    for (const step of transaction.steps) {
      if ("add" in step) owners.set(`${step.add} ${step.value}`, transaction);
    }
  }
  return owners;
}

function lostOrTwice(owners: ReadonlyMap<string, Transaction>, lists: FinalLists): string[] {
  const found = new Map<string, number>();
  for (const [name, values] of Object.entries(lists)) {
    for (const value of values) {
      const key = `${name} ${value}`;
      found.set(key, (found.get(key) ?? 0) + 1);
    }
  }
  const lost = [...owners].filter(([key]) => !found.has(key))
    .map(([key, { id }]) => `${id} added ${key}, which is not there`);
  const wrong = [...found].flatMap(([key, count]) => [
    ...(count === 1 ? [] : [`${key} is there ${count} times`]),
    ...(owners.has(key) ? [] : [`${key} is there, but nobody who committed added it`]),
  ]);
  return [...lost, ...wrong];
}

/** What a transaction read: the list as others had left it, and its own additions behind that. */
function contradictions(transaction: Transaction, lists: FinalLists): string[] {
  const faults: string[] = [];
  const own = new Map<string, number[]>();
  const before = new Map<string, string>();
  let index = 0;
  for (const step of transaction.steps) {
    if ("add" in step) {
      own.set(step.add, [...(own.get(step.add) ?? []), step.value]);
      continue;
    }
    const name = step.read;
    const seen = transaction.reads[index++] ?? [];
    const added = own.get(name) ?? [];
    const others = seen.slice(0, seen.length - added.length);
    const say = (what: string) =>
      faults.push(`${transaction.id} read ${name} as [${seen}], ${what}`);
    if (added.some((value, place) => seen[others.length + place] !== value)) {
      say(`which does not end with [${added}], which it had added`);
    }
    const final = lists[name] ?? [];
    if (others.some((value, place) => final[place] !== value)) {
      say(`but the list came to be [${final.slice(0, others.length + 2)} …]`);
    }
    const earlier = before.get(name);
    if (earlier !== undefined && earlier !== String(others)) {
      say(`and before as [${earlier}]`);
    }
    before.set(name, String(others));
  }
  return faults;
}

function edgesOf(
  history: readonly Transaction[],
  owners: ReadonlyMap<string, Transaction>,
  lists: FinalLists,
): Map<Transaction, Edge[]> {
  const edges = new Map<Transaction, Edge[]>(history.map((transaction) => [transaction, []]));
  const add = (from: Transaction | undefined, to: Transaction | undefined, why: string) => {
    if (from !== undefined && to !== undefined && from !== to) edges.get(from)!.push({ to, why });
  };
  const owner = (name: string, index: number) => owners.get(`${name} ${lists[name]?.[index]}`);
  for (const [name, values] of Object.entries(lists)) {
    values.forEach((value, index) => {
      add(owner(name, index), owner(name, index + 1), `${name}: added ${value}, the next added`);
    });
  }
  for (const transaction of history) {
    for (const [name, length] of lengthsRead(transaction)) {
      add(owner(name, length - 1), transaction, `${name}: added the last value that was read`);
      add(transaction, owner(name, length), `${name}: read what there was before`);
    }
  }
  for (const earlier of history) {
    for (const later of history) {
      if (earlier.answeredAt < later.sentAt) add(earlier, later, "was answered before");
      else if (earlier.session === later.session && earlier.sentAt < later.sentAt) {
        add(earlier, later, "was sent before by the same session");
      }
    }
  }
  return edges;
}

/** How long each list was that a transaction read, without its own additions. */
function lengthsRead({ steps, reads }: Transaction): Map<string, number> {
  const lengths = new Map<string, number>();
  const own = new Map<string, number>();
  let index = 0;
  for (const step of steps) {
    if ("add" in step) own.set(step.add, (own.get(step.add) ?? 0) + 1);
    else lengths.set(step.read, (reads[index++] ?? []).length - (own.get(step.read) ?? 0));
  }
  return lengths;
}

/** A cycle in words: what is left when transactions nobody must precede are taken away. */
function cycleOf(
  history: readonly Transaction[],
  edges: ReadonlyMap<Transaction, readonly Edge[]>,
): string | undefined {
  const waiting = new Map(history.map((transaction) => [transaction, 0]));
  for (const list of edges.values()) {
    for (const { to } of list) waiting.set(to, waiting.get(to)! + 1);
  }
  const free = history.filter((transaction) => waiting.get(transaction) === 0);
  for (let next = free.pop(); next !== undefined; next = free.pop()) {
    waiting.delete(next);
    for (const { to } of edges.get(next)!) {
      const left = waiting.get(to)! - 1;
      waiting.set(to, left);
      if (left === 0) free.push(to);
    }
  }
  if (waiting.size === 0) return undefined;
  return describe(walkBack(waiting, edges));
}

/** Follows what must come before, among those that are left, until one is met again. */
function walkBack(
  left: ReadonlyMap<Transaction, number>,
  edges: ReadonlyMap<Transaction, readonly Edge[]>,
): { from: Transaction; why: string }[] {
  const before = new Map<Transaction, { from: Transaction; why: string }>();
  for (const from of left.keys()) {
    for (const { to, why } of edges.get(from)!) if (left.has(to)) before.set(to, { from, why });
  }
  const path: { from: Transaction; why: string }[] = [];
  let at = [...left.keys()].find((transaction) => before.has(transaction))!;
  for (;;) {
    const step = before.get(at)!;
    const met = path.findIndex(({ from }) => from === step.from);
    if (met >= 0) return [...path.slice(met + 1), step].reverse();
    path.push(step);
    at = step.from;
  }
}

function describe(cycle: readonly { from: Transaction; why: string }[]): string {
  const steps = cycle.map(({ from, why }) => `${from.id} (${why})`);
  return `these must each come before the next, in a circle: ${steps.join(" → ")}`;
}
