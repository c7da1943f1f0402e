/** Pig, a game of dice: roll as often as you dare; a one loses the turn. First to the goal wins. */
import {
  action,
  computed,
  Default,
  NAME,
  pattern,
  sqliteDatabase,
  Stream,
  table,
  UI,
  type VNode,
  Writable,
} from "commonfabric";

interface Game {
  scores: number[];
  turn: number;
  pot: number;
  die: number | null;
}

interface Input {
  players: string[] | Default<["You", "Me"]>;
  goal: number | Default<100>;
  game: Writable<Game | Default<{ scores: [0, 0]; turn: 0; pot: 0; die: null }>>;
}

interface Output {
  [NAME]: string;
  [UI]: VNode;
  game: Game;
  winner: string | null;
  leaders: { player: string; wins: number; place: number }[];
  /** Rolls; a given number stands for what the die shows. */
  roll: Stream<{ die?: number }>;
  hold: Stream<void>;
  again: Stream<void>;
}

const FACES = ["⚀", "⚁", "⚂", "⚃", "⚄", "⚅"] as const;

export default pattern<Input, Output>(({ players, goal, game }) => {
  const db = sqliteDatabase({
    tables: { wins: table({ id: "integer primary key", player: "text not null" }) },
  });
  const top = db.query<{ player: string; wins: number; place: number }>(
    `SELECT player, count(*) AS wins, rank() OVER (ORDER BY count(*) DESC) AS place
     FROM wins GROUP BY player ORDER BY wins DESC, player LIMIT 3`,
    { reactOn: db },
  );
  const leaders = computed(() => top.result ?? []);
  const winner = computed(() =>
    players.find((_, index) => (game.get().scores[index] ?? 0) >= goal) ?? null
  );

  const roll = action(({ die }: { die?: number }) => {
    if (winner !== null) return;
    const shown = die ?? Math.floor(Math.random() * 6) + 1;
    const { turn, pot } = game.get();
    if (shown === 1) game.update({ die: 1, pot: 0, turn: (turn + 1) % players.length });
    else game.update({ die: shown, pot: pot + shown });
  });
  const hold = action(() => {
    const { scores, turn, pot } = game.get();
    if (winner !== null || pot === 0) return;
    const total = (scores[turn] ?? 0) + pot;
    const done = total >= goal;
    game.set({
      scores: players.map((_, index) => index === turn ? total : scores[index] ?? 0),
      turn: done ? turn : (turn + 1) % players.length,
      pot: 0,
      die: null,
    });
    if (done) db.exec("INSERT INTO wins (player) VALUES (?)", [players[turn]]);
  });
  const again = action(() =>
    game.set({ scores: players.map(() => 0), turn: 0, pot: 0, die: null })
  );

  return {
    [NAME]: computed(() => winner === null ? "Pig" : `Pig: ${winner} won`),
    [UI]: (
      <cf-screen narrow>
        <cf-vstack gap="3">
          <cf-grid columns={players.length} gap="2">
            {players.map((player, index) => (
              <cf-card variant={game.get().turn === index ? "raised" : "outlined"}>
                <cf-heading level="3">{player}</cf-heading>
                <cf-text size="xl">{game.get().scores[index] ?? 0}</cf-text>
                <cf-progress
                  value={game.get().scores[index] ?? 0}
                  max={goal}
                  label={`${player}'s score`}
                />
              </cf-card>
            ))}
          </cf-grid>
          {winner
            ? (
              <cf-alert variant="success">
                {winner} won! <cf-button size="sm" onClick={again}>Play again</cf-button>
              </cf-alert>
            )
            : (
              <cf-hstack gap="2" align="center">
                <cf-text size="xl" aria-live="polite">
                  {game.get().die === null ? "🎲" : FACES[game.get().die! - 1]}
                </cf-text>
                <cf-button variant="primary" onClick={() => roll.send({})}>Roll</cf-button>
                <cf-button disabled={game.get().pot === 0} onClick={hold}>
                  Hold {game.get().pot}
                </cf-button>
              </cf-hstack>
            )}
          <cf-table
            caption="Most wins"
            columns={[{ key: "place" }, { key: "player" }, { key: "wins", align: "end" }]}
            rows={leaders}
            emptyText="No game was won yet."
          />
        </cf-vstack>
      </cf-screen>
    ),
    game,
    winner,
    leaders,
    roll,
    hold,
    again,
  };
});
