/** Words laid from a rack of letters, in turns, with bonuses and a bag to draw from. */

import { type Cell, computed, Default, handler, lift, pattern } from "commonfabric";
const POINTS: Record<string, number> = Object.fromEntries(
  Object.entries({ 1: "aeilnorstu", 2: "dg", 3: "bcmp", 4: "fhvwy", 5: "k", 8: "jx", 10: "qz" })
    .flatMap(([p, ls]) => [...ls].map((l) => [l, Number(p)])),
);
interface Player {
  name: string;
  rack: string[];
  words: { word: string; score: number }[];
}
const score = (word: string, bonus: Record<number, number> = {}) =>
  [...word].reduce((s, l, i) => s + (POINTS[l] ?? 0) * (bonus[i] ?? 1), 0) +
  (word.length >= 7 ? 50 : 0);
const takeFrom = (rack: readonly string[], word: string): string[] | null => {
  const left = [...rack];
  for (const l of word) {
    const i = left.indexOf(l);
    if (i < 0) return null;
    left.splice(i, 1);
  }
  return left;
};
const play = handler(
  (
    e: { player: string; word?: string; bonus?: Record<number, number> },
    { players, bag, turn, log }: {
      players: Cell<Player[]>;
      bag: Cell<string[]>;
      turn: Cell<number>;
      log: Cell<string[]>;
    },
  ) => {
    const all = players.get();
    const i = all.findIndex((p) => p.name === e.player);
    if (i !== turn.get() % all.length) {
      log.push(`${e.player}: not your turn`);
      return;
    }
    const word = (e.word ?? "").toLowerCase();
    const rest = word && takeFrom(all[i].rack, word);
    if (!rest) {
      log.push(`${e.player}: cannot play ${word || "nothing"}`);
      return;
    }
    const me = players.key(i);
    me.key("words").push({ word, score: score(word, e.bonus) });
    const drawn = bag.get().slice(0, word.length);
    bag.set(bag.get().slice(word.length));
    me.key("rack").set([...rest, ...drawn]);
    turn.set(turn.get() + 1);
  },
);
export const wordGame = pattern<
  {
    players: Default<
      Player[],
      [
        { name: "a"; rack: ["c", "a", "t", "q"]; words: [] },
        { name: "b"; rack: ["d", "o", "g"]; words: [] },
      ]
    >;
    bag: Default<string[], ["x", "y", "z", "e", "e"]>;
    turn: Default<number, 0>;
    log: Default<string[], []>;
  }
>(({ players, bag, turn, log }) => ({
  players,
  bag,
  turn,
  log,
  totals: computed(() =>
    players.map((p) => ({ name: p.name, total: p.words.reduce((s, w) => s + w.score, 0) }))
  ),
  leader: lift((ps: Player[]) => {
    const t = ps.map((p) => [p.name, p.words.reduce((s, w) => s + w.score, 0)] as const);
    const top = Math.max(...t.map(([, n]) => n));
    return t.filter(([, n]) => n === top).map(([n]) => n).join("&");
  })(players),
  current: players[turn % 2]?.name,
  play: play({ players, bag, turn, log }),
}));
