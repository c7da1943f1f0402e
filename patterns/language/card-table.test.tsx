import { action, assert, computed, NAME, pattern, TESTS, UI, Writable } from "commonfabric";
import Cards, { type Card, fullDeck, Suit } from "./card-table.tsx";
const els = (x: any, p: (x: any) => boolean): any[] =>
  !x || typeof x !== "object"
    ? []
    : Array.isArray(x)
    ? x.flatMap((c) => els(c, p))
    : [...(p(x) ? [x] : []), ...els(x.children, p)];
const faces = (ui: any) =>
  els(ui, (n) => n.props?.class?.startsWith("card")).map((n) => n.children.join(""));
export default pattern(() => {
  const t = Cards({});
  const hand = Writable.of<Card[]>([{ suit: Suit.Spades, rank: "9", faceUp: true }]);
  const u = Cards({ deck: fullDeck().slice(0, 3), hand });
  return {
    [TESTS]: [
      { assertion: assert(() => fullDeck().length === 52 && t.deck.length === 0) },
      {
        assertion: assert(() =>
          t.hand.length === 2 && t.handValue === 11 && t.hand[0].rank === "Q"
        ),
      },
      { assertion: assert(() => faces(t[UI]).join() === "A♣,Q♥") },
      { action: t.shuffle, event: { seed: 5 } },
      {
        assertion: assert(() =>
          t.deck.length === 52 && new Set(t.deck.map((c) => c.suit + c.rank)).size === 52
        ),
      },
      { action: t.draw },
      { action: t.draw, event: { count: 2 } },
      {
        assertion: assert(() =>
          t.hand.length === 5 && t.deck.length === 49 && t.hand.every((c) => c.faceUp)
        ),
      },
      {
        action: action(() =>
          els(t[UI], (n) => n.props?.class?.startsWith("card"))[0].props.onClick.send({})
        ),
      },
      {
        assertion: assert(() =>
          t.hand.length === 4 && t.discard.length === 1 && t.top?.rank === "A" &&
          t.log.at(-1) === "play A♣"
        ),
      },
      { action: t.flipTop },
      { assertion: assert(() => t.top?.faceUp === false && faces(t[UI])[0] === "🂠") },
      { action: t.undo },
      { assertion: assert(() => t.hand.length === 5 && t.discard.length === 0 && t.top === null) },
      { action: t.undo },
      { action: t.undo },
      { action: t.undo },
      {
        assertion: assert(() =>
          t.hand.length === 2 && t.deck.length === 52 && t[NAME] === "Cards: 2 in hand"
        ),
      },
      {
        assertion: assert(() =>
          u.deck.length === 3 && u.deck[0].suit === "hearts" &&
          JSON.stringify(u.bySuit) === '{"spades":1}'
        ),
      },
      { action: u.draw, event: { count: 9 } },
      {
        assertion: assert(() =>
          u.deck.length === 0 && hand.get().length === 4 && u.log.join() === "draw 3"
        ),
      },
      {
        assertion: assert(() =>
          JSON.stringify(u.sorted.map((c) => c.rank)) === '["A","2","3","9"]' &&
          u.bySuit.hearts === 3
        ),
      },
      {
        action: action(() =>
          els(u[UI], (n) => n.name === "cf-drop-zone")[0].props["oncf-drop"].send({
            detail: { sourceCell: hand.key(0) },
          })
        ),
      },
      {
        assertion: assert(() =>
          u.discard.length === 1 && u.discard[0].rank === "9" && hand.get().length === 3
        ),
      },
      { action: u.recycle },
      {
        assertion: assert(() =>
          u.deck.length === 1 && u.deck[0].faceUp === false && u.discard.length === 0
        ),
      },
      {
        assertion: assert(() =>
          els(u[UI], (n) => n.name === "footer")[0].children.flat().map((s: any) =>
            s.children.join("")
          ).join() === "♥×3"
        ),
      },
      { render: t[UI] },
    ],
  };
});
