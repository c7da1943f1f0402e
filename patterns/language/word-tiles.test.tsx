import { action, assert, computed, NAME, pattern, TESTS, UI } from "commonfabric";
import Lobby, { Table } from "./word-tiles.tsx";
import {
  createTileBag,
  extractWords,
  getBonus,
  type Letter,
  type PlacedTile,
  seededShuffle,
  validatePlacement,
} from "./word-tiles/rules.ts";

const L = (char: string, points: number, id: string = `x-${char}`): Letter => ({
  char,
  points,
  id,
  isBlank: false,
});
const put = (word: string, row: number, col: number, down = false): PlacedTile[] =>
  [...word].map((char, i) => ({
    letter: L(char, 1, `${char}${row}${col}${i}`),
    row: down ? row + i : row,
    col: down ? col : col + i,
  }));
const nodes = (n: any, out: any[] = []): any[] => {
  if (Array.isArray(n)) n.forEach((c) => nodes(c, out));
  else if (n && typeof n === "object") {
    out.push(n);
    nodes(n.children, out);
  }
  return out;
};
const txt = (n: any): string =>
  n == null || typeof n === "boolean"
    ? ""
    : Array.isArray(n)
    ? n.map(txt).join("")
    : typeof n === "object"
    ? txt(n.children)
    : String(n);

export default pattern(() => {
  // pure helpers, straight in the body
  const bag = createTileBag();
  const shuffled = seededShuffle(bag, 7);
  const words = extractWords(put("CAT", 7, 6), put("S", 7, 9));

  const lobby = Lobby({ gameName: "Friday", seed: 3 });
  const { board, bag: liveBag, bagIndex, players, racks, log } = lobby.state;
  const ann = Table({
    gameName: "Friday",
    board,
    bag: liveBag,
    bagIndex,
    players,
    racks,
    log,
    myName: "Ann",
  });
  const bob = Table({ ...lobby.state, gameName: lobby[NAME], myName: "Bob Bo" });

  const joinAnn = action(() => lobby.join.send({ name: " Ann " }));
  const joinTwice = action(() => lobby.join.send({ name: "Ann" }));
  const joinBob = action(() => lobby.join.send({ name: "Bob Bo" }));
  const placeTwo = action(() => {
    const [a, b] = ann.rack;
    ann.place.send({ row: 7, col: 7, id: a.id, as: "e" });
    ann.place.send({ row: 7, col: 8, id: b.id, as: "e" });
  });
  const placeUnknown = action(() => ann.place.send({ row: 0, col: 0, id: "nope" }));
  const badBob = action(() => {
    bob.place.send({ row: 0, col: 0, id: bob.rack[0].id });
    bob.submit.send();
  });
  const submitByClick = action(() => {
    nodes(ann[UI]).filter((n) => n.name === "cf-button")[1].props.onClick.send({});
  });
  const typeAndJoin = action(() => {
    nodes(lobby[UI]).find((n) => n.name === "cf-input").props.$value.set("Cyd");
    nodes(lobby[UI]).find((n) => n.props?.class === "join").props.onClick.send({});
  });
  const annScore = computed(() => {
    const tiles = board.get();
    return 2 * tiles.reduce((n, t) => n + t.letter.points, 0);
  });

  return {
    [TESTS]: [
      { assertion: assert(() => bag.length === 100 && new Set(bag.map((l) => l.id)).size === 100) },
      {
        assertion: assert(() =>
          shuffled.length === 100 && shuffled[0].id !== undefined &&
          seededShuffle(bag, 7)[5].id === shuffled[5].id
        ),
      },
      {
        assertion: assert(() =>
          words.length === 1 && words[0].word === "CATS" && words[0].points === 4
        ),
      },
      {
        assertion: assert(() =>
          getBonus(7, 7) === "STAR" && getBonus(0, 7) === "TW" && getBonus(1, 1) === "DW" &&
          getBonus(1, 2) === null
        ),
      },
      { assertion: assert(() => validatePlacement([], put("HI", 0, 0)).ok === false) },
      {
        assertion: assert(() =>
          lobby.players.length === 0 && txt(lobby[UI]).includes("Nobody is here")
        ),
      },
      { action: joinAnn },
      { action: joinTwice },
      {
        assertion: assert(() => lobby.players.length === 1 && lobby.players[0].color === "#3b82f6"),
      },
      { assertion: assert(() => lobby.bagCount === 100 && ann.remaining === 93) },
      { assertion: assert(() => ann.rack.length === 7 && bob.rack.length === 0) },
      { action: joinBob },
      { assertion: assert(() => bob.rack.length === 7 && ann.remaining === 86) },
      { assertion: assert(() => !bob.rack.some((l) => ann.rack.some((m) => m.id === l.id))) },
      { assertion: assert(() => bob[NAME] === "Friday: Bob Bo") },
      { action: placeUnknown },
      { assertion: assert(() => ann.message === "No tile nope" && ann.placed.length === 0) },
      { action: placeTwo },
      {
        assertion: assert(() =>
          ann.rack.length === 5 && ann.placed.length === 2 && ann.message === ""
        ),
      },
      {
        assertion: assert(() =>
          nodes(ann[UI]).filter((n) => n.props?.class === "pending").length === 2
        ),
      },
      {
        assertion: assert(() =>
          nodes(ann[UI]).filter((n) => n.props?.class === "square").length === 225
        ),
      },
      { action: submitByClick },
      {
        assertion: assert(() =>
          ann.placed.length === 0 && lobby.board.length === 2 && ann.rack.length === 7
        ),
      },
      { assertion: assert(() => ann.myScore === annScore) },
      {
        assertion: assert(() =>
          nodes(bob[UI]).filter((n) => n.props?.class === "fixed").length === 2
        ),
      },
      { assertion: assert(() => ann.message.endsWith(`= ${annScore}`)) },
      { action: badBob },
      { assertion: assert(() => bob.message === "Word must connect" && bob.placed.length === 1) },
      { action: bob.clear },
      { assertion: assert(() => bob.placed.length === 0 && bob.message === "Cleared") },
      { action: typeAndJoin },
      {
        assertion: assert(() =>
          lobby.players.map((p) => p.name).join() === "Ann,Bob Bo,Cyd" &&
          Object.keys(lobby.racks).length === 3
        ),
      },
      {
        assertion: assert(() =>
          lobby.log.filter((e) => e.type === "join").length === 3 && lobby.log[2].type === "word"
        ),
      },
      { assertion: assert(() => ann.ranking[0].label === `A ${annScore}` || annScore === 0) },
      {
        assertion: assert(() =>
          nodes(ann[UI]).filter((n) => n.props?.class === "score").length === 3
        ),
      },
      { action: lobby.reset },
      {
        assertion: assert(() =>
          lobby.players.length === 0 && ann.rack.length === 0 && ann.myScore === 0 &&
          ann.remaining === 100
        ),
      },
      { render: ann[UI] },
      { render: lobby[UI] },
    ],
    lobby,
    ann,
    bob,
  };
});
