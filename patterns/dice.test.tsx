import { assert, NAME, pattern, TESTS } from "commonfabric";
import Dice from "./dice.tsx";

export default pattern(() => {
  const pig = Dice({ players: ["Ann", "Ben"], goal: 10 });
  const die = (die: number) => ({ action: pig.roll, event: { die } });
  return {
    [TESTS]: [
      die(4),
      die(5),
      { assertion: assert(() => pig.game.pot === 9 && pig.game.turn === 0) },
      die(1),
      { assertion: assert(() => pig.game.pot === 0 && pig.game.turn === 1 && pig.winner === null) },
      { action: pig.hold },
      { assertion: assert(() => pig.game.turn === 1) },
      die(6),
      { action: pig.hold },
      { assertion: assert(() => pig.game.scores.join() === "0,6" && pig.game.turn === 0) },
      { action: pig.roll, event: {} },
      { assertion: assert(() => pig.game.die! >= 1 && pig.game.die! <= 6) },
      { action: pig.again },
      die(6),
      die(6),
      { render: pig },
      { action: pig.hold },
      { assertion: assert(() => pig.winner === "Ann" && pig[NAME] === "Pig: Ann won") },
      { action: pig.hold },
      { assertion: assert(() => pig.leaders.length === 1 && pig.leaders[0].wins === 1) },
      { action: pig.again },
      die(1),
      die(6),
      die(6),
      { action: pig.hold },
      {
        assertion: assert(() =>
          pig.leaders.map((row) => row.player + row.place).join() === "Ann1,Ben1"
        ),
      },
      { render: pig },
    ],
  };
});
