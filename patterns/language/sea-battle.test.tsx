import { action, assert, pattern, TESTS, UI } from "commonfabric";
import SeaBattle from "./sea-battle.tsx";
import { getShipCoordinates, INITIAL, SHIP_SIZES, ships } from "./sea-battle/fleet.ts";
const find = (n: any, p: (n: any) => boolean): any[] =>
  !n || typeof n !== "object"
    ? []
    : Array.isArray(n)
    ? n.flatMap((m) => find(m, p))
    : [...(p(n) ? [n] : []), ...find(n.$UI ?? n.children, p)];
const cls = (c: string) => (n: any) => n.props?.class === c;
export default pattern(() => {
  const game = SeaBattle({ game: INITIAL });
  const ready = action(() => {
    find(game[UI], cls("ready"))[0].props.onClick.send();
  });
  const fire00 = action(() => game.fire.send({ row: 0, col: 0 }));
  const hitOne = action(() => game.fire.send({ row: 1, col: 1 }));
  const sinkAll = action(() => {
    let n = 0;
    for (const ship of ships(2)) {
      for (const c of getShipCoordinates(ship)) {
        game.fire.send(c);
        game.pass.send();
        game.playerReady.send();
        n++;
        game.fire.send({ row: n % 10, col: 9 - Math.floor(n / 10) });
        game.pass.send();
        game.playerReady.send();
      }
    }
  });
  const total = Object.values(SHIP_SIZES).reduce((a, b) => a + b, 0);
  return {
    [TESTS]: [
      { assertion: assert(() => total === 17) },
      {
        assertion: assert(() =>
          game.game.phase === "playing" && game.game.currentTurn === 1 && game.game.awaitingPass
        ),
      },
      { action: fire00 },
      { assertion: assert(() => game.game.player2.shots[0][0] === "empty") },
      { action: ready },
      {
        assertion: assert(() =>
          game.game.viewingAs === 1 && find(game[UI], cls("board")).length === 2
        ),
      },
      { action: fire00 },
      {
        assertion: assert(() =>
          game.game.lastMessage === "Miss!" && game.game.player2.shots[0][0] === "miss"
        ),
      },
      {
        assertion: assert(() =>
          find(find(game[UI], cls("board"))[0], cls("sq"))[0].props.style.background === "gray"
        ),
      },
      { action: hitOne },
      { assertion: assert(() => game.game.player2.shots[1][1] === "empty") },
      { action: game.pass },
      { assertion: assert(() => game.game.currentTurn === 2 && game.game.viewingAs === null) },
      { action: game.playerReady },
      {
        assertion: assert(() =>
          find(find(game[UI], cls("board"))[1], (n) => n.props?.style?.background === "navy")
            .length === 17
        ),
      },
      { action: fire00 },
      { assertion: assert(() => game.game.lastMessage === "Hit!") },
      { action: game.pass },
      { action: game.playerReady },
      { action: sinkAll },
      { assertion: assert(() => game.game.phase === "finished" && game.game.winner === 1) },
      {
        assertion: assert(() =>
          find(game[UI], (n) => n.name === "h1")[0].children.join("").includes("Player 1 wins")
        ),
      },
      { action: game.reset },
      {
        assertion: assert(() =>
          game.game.phase === "playing" &&
          game.game.player2.shots.flat().every((s) => s === "empty")
        ),
      },
      { render: game[UI] },
    ],
  };
});
