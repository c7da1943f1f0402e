/** A deck, a hand and a discard pile: draw, play, undo, and aim at twenty-one. */
import {
  action,
  cell,
  computed,
  type Default,
  equals,
  handler,
  NAME,
  pattern,
  type Stream,
  UI,
  type VNode,
  Writable,
} from "commonfabric";

enum Suit {
  Hearts = "hearts",
  Diamonds = "diamonds",
  Clubs = "clubs",
  Spades = "spades",
}
type Rank = "A" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "10" | "J" | "Q" | "K";
export type Card = { suit: Suit; rank: Rank; faceUp: boolean };
export { Suit };
const RANKS: Rank[] = ["A", "2", "3", "4", "5", "6", "7", "8", "9", "10", "J", "Q", "K"];
const SYMBOL = {
  [Suit.Hearts]: "♥",
  [Suit.Diamonds]: "♦",
  [Suit.Clubs]: "♣",
  [Suit.Spades]: "♠",
} as const satisfies Record<Suit, string>;
const isRed = (c: Card): c is Card & { suit: Suit.Hearts | Suit.Diamonds } =>
  c.suit === Suit.Hearts || c.suit === Suit.Diamonds;
const valueOf = (c: Card) => RANKS.indexOf(c.rank) + 1;
export const fullDeck = (): Card[] =>
  Object.values(Suit).flatMap((suit) => RANKS.map((rank) => ({ suit, rank, faceUp: false })));
const TEST_HAND: Card[] = [{ suit: "hearts" as Suit, rank: "Q", faceUp: true }, {
  suit: "clubs" as Suit,
  rank: "A",
  faceUp: true,
}];

type PileName = "deck" | "hand" | "discard";
interface Input {
  deck: Default<Card[], []>;
  hand: Writable<Card[] | Default<typeof TEST_HAND>>;
  discard: Writable<Card[] | Default<[]>>;
  log?: Writable<string[] | Default<[]>>;
}
interface Output {
  [NAME]: string;
  [UI]: VNode;
  deck: Card[];
  hand: Card[];
  discard: Card[];
  handValue: number;
  sorted: Card[];
  bySuit: Partial<Record<Suit, number>>;
  top: Card | null;
  log: string[];
  shuffle: Stream<{ seed: number }>;
  draw: Stream<{ count?: number } | undefined>;
  play: Stream<{ card: Card }>;
  flipTop: Stream<void>;
  recycle: Stream<void>;
  undo: Stream<void>;
}
const moveTo = handler<
  { detail: { sourceCell: Writable<Card> } },
  { target: Writable<Card[]>; from: Writable<Card[]> }
>((event, { target, from }) => {
  const card = event.detail.sourceCell.get();
  from.set(from.get().filter((c) => !equals(c, event.detail.sourceCell)));
  target.push({ ...card, faceUp: true });
});

function CardView({ card, onClick }: { card: Card; onClick?: Stream<any> | (() => void) }) {
  return (
    <cf-drag-source type="card">
      <div class={isRed(card) ? "card red" : "card black"} onClick={onClick}>
        {card.faceUp ? `${card.rank}${SYMBOL[card.suit]}` : "🂠"}
      </div>
    </cf-drag-source>
  );
}

export default pattern<Input, Output>(({ deck: initialDeck, hand, discard, log }) => {
  const deck = cell<Card[]>([]);
  const started = cell(false);
  const history = cell<{ hand: Card[]; discard: Card[]; deck: Card[] }[]>([]);
  const all = computed(() => started.get() ? deck.get() : initialDeck);
  const remember = () =>
    history.push({ hand: [...hand.get()], discard: [...discard.get()], deck: [...all] });
  const shuffle = action(({ seed }: { seed: number }) => {
    const cards = fullDeck();
    let s = seed;
    for (let i = cards.length - 1; i > 0; i--) {
      s = (s * 9301 + 49297) % 233280;
      const j = Math.floor((s / 233280) * (i + 1));
      [cards[i], cards[j]] = [cards[j], cards[i]];
    }
    deck.set(cards);
    started.set(true);
    log.push("shuffle");
  });
  const draw = action((e: { count?: number } | undefined) => {
    remember();
    const n = e?.count ?? 1;
    const current = all;
    hand.push(...current.slice(0, n).map((c) => ({ ...c, faceUp: true })));
    deck.set(current.slice(n));
    started.set(true);
    log.push(`draw ${Math.min(n, current.length)}`);
  });
  const play = action(({ card }: { card: Card }) => {
    remember();
    hand.set(hand.get().filter((c) => !(c.suit === card.suit && c.rank === card.rank)));
    discard.push(card);
    log.push(`play ${card.rank}${SYMBOL[card.suit]}`);
  });
  const handValue = computed(() => hand.get().reduce((n, c) => n + Math.min(10, valueOf(c)), 0));
  const sorted = computed(() =>
    [...hand.get()].sort((a, b) => a.suit.localeCompare(b.suit) || valueOf(a) - valueOf(b))
  );
  const bySuit = computed(() => {
    const r: Partial<Record<Suit, number>> = {};
    for (const c of hand.get()) r[c.suit] = (r[c.suit] ?? 0) + 1;
    return r;
  });
  const top = computed(() => discard.get().at(-1) ?? null);
  return {
    [NAME]: computed(() => `Cards: ${hand.get().length} in hand`),
    [UI]: (
      <div>
        <cf-drop-zone accept="card" oncf-drop={moveTo({ target: discard, from: hand })}>
          {top ? <CardView card={top} /> : <em>empty</em>}
        </cf-drop-zone>
        <section class="hand">
          {sorted.map((card) => <CardView card={card} onClick={() => play.send({ card })} />)}
        </section>
        <p>{handValue > 21 ? "bust" : handValue === 21 ? "21!" : `${21 - handValue} to go`}</p>
        <footer>
          {Object.entries(bySuit).map(([suit, n]) => <span>{SYMBOL[suit as Suit]}×{n}</span>)}
        </footer>
      </div>
    ),
    deck: all,
    hand,
    discard,
    handValue,
    sorted,
    bySuit,
    top,
    log,
    shuffle,
    draw,
    play,
    flipTop: action(() => {
      const i = discard.get().length - 1;
      if (i >= 0) discard.key(i).key("faceUp").set(!discard.get()[i].faceUp);
    }),
    recycle: action(() => {
      deck.set([...all, ...discard.get().map((c) => ({ ...c, faceUp: false }))]);
      started.set(true);
      discard.set([]);
    }),
    undo: action(() => {
      const last = history.get().at(-1);
      if (!last) return;
      hand.set(last.hand);
      discard.set(last.discard);
      deck.set(last.deck);
      history.set(history.get().slice(0, -1));
    }),
  };
});
