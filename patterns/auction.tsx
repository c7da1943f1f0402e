/** An auction: lots that all see, and of each what only one looks at: watched, limit, note. */
import {
  action,
  computed,
  Default,
  equals,
  handler,
  lift,
  NAME,
  pattern,
  PerSession,
  PerSpace,
  PerUser,
  SELF,
  str,
  Stream,
  UI,
  type VNode,
  Writable,
} from "commonfabric";
interface Bid {
  by: string;
  amount: number;
}
interface Lot {
  title: string;
  start: number;
  bids: Bid[];
  closed: boolean;
  seller: string;
  watch: PerUser<boolean | Default<false>>;
  limit?: PerUser<number>;
  note?: PerSession<string>;
}
interface User {
  name: string;
  budget: number;
  won: Lot[];
}
interface In {
  lots?: PerSpace<Writable<Lot[] | Default<[]>>>;
  user?: PerUser<Writable<User | Default<{ name: "guest"; budget: 100; won: [] }>>>;
  basket?: PerUser<Writable<Lot[] | Default<[]>>>;
  filter?: PerSession<Writable<"all" | "open" | "watched" | Default<"all">>>;
}
interface Out {
  [NAME]: string;
  [UI]: VNode;
  lots: Lot[];
  visible: string[];
  watched: string[];
  user: User;
  basket: Lot[];
  best: string[];
  won: string[];
  spent: number;
  status: string;
  limits: (number | undefined)[];
  notes: string[];
  join: Stream<string>;
  offer: Stream<{ title: string; start: number }>;
  bid: Stream<{ index: number; amount: number }>;
  auto: Stream<{ index: number }>;
  watch: Stream<{ index: number }>;
  setLimit: Stream<{ index: number; limit: number }>;
  close: Stream<{ index: number }>;
  collect: Stream<void>;
  show: Stream<"all" | "open" | "watched">;
  prepare: Stream<{ title: string; start: number }>;
  list: Stream<void>;
  note: Stream<{ index: number; text: string }>;
}
const top = (lot: Lot): Bid | undefined => [...lot.bids].sort((a, b) => b.amount - a.amount)[0];
const placeBid = handler<
  { index: number; amount: number },
  { lots: Writable<Lot[]>; user: Writable<User> }
>(({ index, amount }, { lots, user }) => {
  const lot = lots.get()[index];
  const { name, budget } = user.get();
  if (!lot || lot.closed || lot.seller === name) return;
  if (amount > budget || amount <= (top(lot)?.amount ?? lot.start - 1)) return;
  lots.key(index).key("bids").push({ by: name, amount });
});
const spentOf = lift((won: Lot[]) => won.reduce((sum, lot) => sum + (top(lot)?.amount ?? 0), 0));
const LotRow = pattern<
  { lot: Lot; me: string; onBid: Stream<{ amount: number }> },
  { [UI]: VNode; line: string }
>(({ lot, me, onBid }) => {
  const best = computed(() => top(lot));
  return {
    line: str`${lot.title}: ${computed(() => best ? `${best.by} ${best.amount}` : "none")}`,
    [UI]: (
      <cf-card>
        {lot.title} {best ? <b>{best.by === me ? "you" : best.by}</b> : <i>no bids</i>}
        <button onClick={() => onBid.send({ amount: (best?.amount ?? lot.start) + 1 })}>+1</button>
      </cf-card>
    ),
  };
});
export default pattern<In, Out>(({ lots, user, basket, filter, [SELF]: self }) => {
  const bid = placeBid({ lots, user });
  const visible = computed(() =>
    lots.get().filter((l) =>
      filter.get() === "all" || filter.get() === "open" && !l.closed ||
      filter.get() === "watched" && l.watch
    )
  );
  return {
    [NAME]: computed(() => `Auction for ${user.get().name}`),
    [UI]: (
      <cf-vstack>
        {visible.map((lot, i) => (
          <LotRow
            lot={lot}
            me={user.key("name").get()}
            onBid={action(({ amount }: { amount: number }) =>
              bid.send({ index: lots.get().findIndex((l) => equals(l, lot)), amount })
            )}
          />
        ))}
      </cf-vstack>
    ),
    lots,
    user,
    basket,
    visible: computed(() => visible.map((l) => l.title)),
    watched: computed(() => lots.get().filter((l) => l.watch).map((l) => l.title)),
    best: lots.map((lot) =>
      computed(() => {
        const b = top(lot);
        return `${lot.title}=${b ? b.by + b.amount : "-"}`;
      })
    ),
    won: computed(() => user.get().won.map((l) => l.title)),
    spent: spentOf(user.key("won") as unknown as Lot[]),
    status: computed(() =>
      `${lots.get().filter((l) => !l.closed).length} open, ${self.watched?.length ?? 0} watched`
    ),
    limits: computed(() => lots.get().map((l) => l.limit)),
    notes: lots.map((l) => computed(() => l.note ?? "")),
    join: action((name: string) => user.key("name").set(name)),
    offer: action(({ title, start }: { title: string; start: number }) =>
      lots.push({ title, start, bids: [], closed: false, seller: user.get().name, watch: true })
    ),
    bid,
    auto: action(({ index }: { index: number }) => {
      const lot = lots.get()[index];
      const next = (top(lot)?.amount ?? lot.start) + 5;
      if (lot.limit !== undefined && next <= lot.limit) bid.send({ index, amount: next });
    }),
    watch: action(({ index }: { index: number }) => {
      const w = lots.key(index).key("watch");
      w.set(!w.get());
    }),
    setLimit: action(({ index, limit }: { index: number; limit: number }) => {
      lots.key(index).key("limit").set(limit);
    }),
    note: action(({ index, text }: { index: number; text: string }) => {
      lots.key(index).key("note").set(text);
    }),
    close: action(({ index }: { index: number }) => {
      if (lots.get()[index].seller === user.get().name) lots.key(index).update({ closed: true });
    }),
    collect: action(() => {
      for (const lot of lots.get()) {
        if (
          !lot.closed || top(lot)?.by !== user.get().name ||
          user.get().won.some((w) => equals(w, lot))
        ) continue;
        user.key("won").push(lot);
        user.key("budget").increment(-top(lot)!.amount);
      }
    }),
    show: action((f: "all" | "open" | "watched") => filter.set(f)),
    prepare: action(({ title, start }: { title: string; start: number }) =>
      basket.push({ title, start, bids: [], closed: false, seller: user.get().name, watch: false })
    ),
    list: action(() => {
      lots.push(...basket.get());
      basket.set([]);
    }),
  };
});
