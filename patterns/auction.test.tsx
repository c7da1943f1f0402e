/** Three bidders: what is shared, and what of a lot is each one's own. */
import { assert, multiUserTest, pattern, TESTS, UI } from "commonfabric";
import Auction from "./auction.tsx";

type Piece = ReturnType<typeof Auction>;
const setup = pattern(() => ({ auction: Auction({}) }));
const Ann = pattern<{ auction: Piece }>(({ auction }) => ({
  [TESTS]: [
    { action: auction.join, event: "Ann" },
    { action: auction.offer, event: { title: "vase", start: 10 } },
    { action: auction.prepare, event: { title: "lamp", start: 5 } },
    { action: auction.prepare, event: { title: "rug", start: 20 } },
    { assertion: assert(() => auction.lots.length === 1 && auction.basket.length === 2) },
    { action: auction.list },
    {
      assertion: assert(() =>
        auction.best.join() === "vase=-,lamp=-,rug=-" && auction.basket.length === 0
      ),
    },
    {
      assertion: assert(() =>
        auction.watched.join() === "vase" && auction.status === "3 open, 1 watched"
      ),
    },
    { action: auction.bid, event: { index: 0, amount: 50 } },
    { assertion: assert(() => auction.lots[0].bids.length === 0) },
    { render: auction[UI] },
    { label: "listed" },
    { await: "bids" },
    { assertion: assert(() => auction.best.join() === "vase=Cyd20,lamp=Bob5,rug=-") },
    {
      assertion: assert(() => auction.watched.join() === "vase" && auction.limits.join() === ",,"),
    },
    { action: auction.close, event: { index: 0 } },
    { action: auction.close, event: { index: 1 } },
    { assertion: assert(() => auction.status === "1 open, 1 watched") },
    { label: "closed" },
    { await: "collected" },
    { await: "bob collected" },
    { assertion: assert(() => auction.won.length === 0 && auction.user.budget === 100) },
    { label: "end" },
  ],
}));
const Bob = pattern<{ auction: Piece }>(({ auction }) => ({
  [TESTS]: [
    { await: "listed" },
    { action: auction.join, event: "Bob" },
    { assertion: assert(() => auction.watched.length === 0) },
    { action: auction.setLimit, event: { index: 0, limit: 18 } },
    { action: auction.watch, event: { index: 1 } },
    { action: auction.note, event: { index: 2, text: "ugly" } },
    { action: auction.auto, event: { index: 0 } },
    {
      assertion: assert(() => auction.best[0] === "vase=Bob15" && auction.limits.join() === "18,,"),
    },
    { action: auction.bid, event: { index: 1, amount: 5 } },
    { action: auction.show, event: "watched" },
    {
      assertion: assert(() =>
        auction.visible.join() === "lamp" && auction.notes.join() === ",,ugly"
      ),
    },
    { label: "bob bid" },
    { await: "cyd bid" },
    { action: auction.auto, event: { index: 0 } },
    { assertion: assert(() => auction.best[0] === "vase=Cyd20") },
    { label: "bids" },
    { await: "closed" },
    { action: auction.collect },
    { action: auction.collect },
    {
      assertion: assert(() =>
        auction.won.join() === "lamp" && auction.spent === 5 && auction.user.budget === 95
      ),
    },
    { label: "bob collected" },
    { await: "end" },
  ],
}));
const Cyd = pattern<{ auction: Piece }>(({ auction }) => ({
  [TESTS]: [
    { await: "bob bid" },
    { action: auction.join, event: "Cyd" },
    {
      assertion: assert(() =>
        auction.limits.join() === ",," && auction.notes.join() === ",," &&
        auction.watched.length === 0
      ),
    },
    { action: auction.bid, event: { index: 0, amount: 15 } },
    { assertion: assert(() => auction.best[0] === "vase=Bob15") },
    { action: auction.bid, event: { index: 0, amount: 120 } },
    { action: auction.bid, event: { index: 0, amount: 20 } },
    { assertion: assert(() => auction.best[0] === "vase=Cyd20") },
    { label: "cyd bid" },
    { await: "closed" },
    { action: auction.collect },
    { assertion: assert(() => auction.won.join() === "vase" && auction.spent === 20) },
    { assertion: assert(() => auction.user.budget === 80 && auction.user.name === "Cyd") },
    { render: auction[UI] },
    { label: "collected" },
    { await: "end" },
  ],
}));
export default multiUserTest({ setup, participants: { ann: Ann, bob: Bob, cyd: Cyd } });
