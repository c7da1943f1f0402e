/** Streams as inputs: a child reports to its parent, and handlers send to other streams in order. */
import { action, Default, handler, pattern, Stream, Writable } from "commonfabric";

interface Report {
  from: string;
  n: number;
}

const Worker = pattern<
  { name: string; report: Stream<Report>; stop?: Stream<void> },
  { work: Stream<{ n: number }>; quit: Stream<void> }
>(
  ({ name, report, stop }) => ({
    work: action(({ n }: { n: number }) => report.send({ from: name, n: n * 2 })),
    quit: action(() => stop?.send()),
  }),
);

const collect = handler<Report, { log: Writable<string[]>; total: Writable<number> }>(
  ({ from, n }, { log, total }) => {
    log.push(`${from}:${n}`);
    total.increment(n);
  },
);

const fan = handler<{ ns: number[] }, { targets: Stream<{ n: number }>[] }>(
  ({ ns }, { targets }) => {
    ns.forEach((n, i) => targets[i % targets.length].send({ n }));
  },
);

const ask = handler<{ name: string }, { seen: Writable<string[]> }, string>(
  ({ name }, { seen }) => {
    seen.push(name);
    return `hello ${name}`;
  },
);

export default pattern<{ log: Writable<string[] | Default<[]>> }>(({ log }) => {
  const total = new Writable(0);
  const stopped = new Writable(false);
  const report = collect({ log, total });
  const halt = action(() => stopped.set(true));
  const a = Worker({ name: "a", report, stop: halt });
  const b = Worker({ name: "b", report });
  return {
    log,
    total,
    stopped,
    a,
    b,
    fan: fan({ targets: [a.work, b.work] }),
    ask: ask({ seen: log }),
  };
});
