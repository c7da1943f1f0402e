/** A board whose cards have rows of their own, move between lanes, and take their notes along. */

import { type Cell, cell, Default, handler, lift, pattern, str, type Stream } from "commonfabric";
interface Card {
  title: string;
  notes?: string[];
}
interface Lane {
  name: string;
  cards: Default<Card[], []>;
}
interface CardOut {
  title: string;
  opens: number;
  open: Stream<unknown>;
  note: Stream<{ text: string }>;
  moveTo: Stream<{ lane: number }>;
  remove: Stream<unknown>;
}
const open = handler((_: unknown, { opens }: { opens: Cell<number> }) =>
  opens.set(opens.get() + 1)
);
const note = handler((e: { text: string }, { card }: { card: Cell<Card> }) =>
  card.key("notes").set([...(card.get().notes ?? []), e.text])
);
const moveTo = handler(
  (
    e: { lane?: number } | undefined,
    { card, lane, lanes }: { card: Cell<Card>; lane: Cell<Lane>; lanes: Cell<Lane[]> },
  ) => {
    const target = e?.lane ?? 0;
    if (!lanes.get()[target]) return;
    const value = card.get();
    lane.key("cards").remove(value);
    lanes.key(target).key("cards").push(value);
  },
);
const remove = handler((_: unknown, { card, lane }: { card: Cell<Card>; lane: Cell<Lane> }) => {
  lane.key("cards").remove(card.get());
});
const cardView = pattern<{ card: Card; lane: Lane; lanes: Lane[] }, CardOut>(
  ({ card, lane, lanes }) => {
    const opens = cell(0);
    return {
      title: card.title,
      opens,
      open: open({ opens }),
      note: note({ card }),
      moveTo: moveTo({ card, lane, lanes }),
      remove: remove({ card, lane }),
    };
  },
);
const addCard = handler((e: { title?: string } | undefined, { lane }: { lane: Cell<Lane> }) =>
  lane.key("cards").push({ title: e?.title ?? "new" })
);
const addLane = handler((e: { name?: string } | undefined, { lanes }: { lanes: Cell<Lane[]> }) =>
  lanes.push({ name: e?.name ?? `lane ${lanes.get().length}`, cards: [] })
);
export const kanbanRows = pattern<
  {
    lanes: Default<
      Lane[],
      [{ name: "todo"; cards: [{ title: "a" }, { title: "b" }] }, { name: "done" }]
    >;
  }
>(({ lanes }) => {
  const columns = lanes.map((lane) => ({
    name: lane.name,
    add: addCard({ lane }),
    cards: lane.cards.map((card) => cardView({ card, lane, lanes })),
  }));
  const summary = lift((ls: Lane[]) =>
    ls.map((l) =>
      `${l.name}(${
        l.cards.map((c) => c.title + (c.notes ? `:${c.notes.join("+")}` : "")).join(",")
      })`
    ).join(" ")
  )(lanes);
  return { lanes, columns, summary, addLane: addLane({ lanes }) };
});
