/** A crossword game with letters: whoever joins gets a rack, and lays words when they like. */
import {
  action,
  computed,
  Default,
  lift,
  NAME,
  navigateTo,
  pattern,
  Stream,
  UI,
  type VNode,
  when,
  Writable,
} from "commonfabric";
import {
  BOARD_SIZE,
  BONUS_LABEL,
  createTileBag,
  EMPTY_PLAYERS,
  type GameEvent,
  getBonus,
  type Letter,
  type PlacedTile,
  type Player,
  PLAYER_COLORS,
  type Position,
  type Seed,
  seededShuffle,
} from "./word-tiles/rules.ts";
import { joinGame, placeTile, submitWord } from "./word-tiles/turns.ts";

const getInitials = (name: string) =>
  (name ?? "?").split(" ").filter((w) => w.length > 0).map((w) => w[0]).join("").toUpperCase()
    .slice(0, 2);

const CELLS: Position[] = Array.from({ length: BOARD_SIZE * BOARD_SIZE }, (_, i) => ({
  row: Math.floor(i / BOARD_SIZE),
  col: i % BOARD_SIZE,
}));

const scoreboard = lift(({ players }: { players: Player[] }) =>
  [...players].sort((a, b) => b.score - a.score || a.name.localeCompare(b.name)).map((p, rank) => ({
    rank: rank + 1,
    label: `${getInitials(p.name)} ${p.score}`,
    color: p.color,
  }))
);

export interface TableInput {
  gameName: Default<string, "Word tiles">;
  board: Writable<PlacedTile[] | Default<[]>>;
  bag: Writable<Letter[] | Default<[]>>;
  bagIndex: Writable<number | Default<0>>;
  players: Writable<Player[] | Default<typeof EMPTY_PLAYERS>>;
  racks: Writable<Record<string, Letter[]> | Default<{}>>;
  log: Writable<GameEvent[] | Default<[]>>;
  myName: string;
}

export interface TableOutput {
  [NAME]: string;
  [UI]: VNode;
  rack: Letter[];
  placed: PlacedTile[];
  message: string;
  myScore: number;
  ranking: { rank: number; label: string; color: string }[];
  place: Stream<{ row: number; col: number; id: string; as?: string }>;
  clear: Stream<void>;
  submit: Stream<void>;
  remaining: number;
}

export const Table = pattern<TableInput, TableOutput>((input) => {
  const { gameName, board, bag, bagIndex, players, racks, log, myName } = input;
  const placed = Writable.of<PlacedTile[]>([]);
  const message = Writable.of("");
  const rack = computed(() => {
    const onBoard = new Set(placed.get().map((t) => t.letter.id));
    return (racks.get()[myName] ?? []).filter((l) => !onBoard.has(l.id));
  });
  const me = computed(() => players.get().find((p) => p.name === myName));
  const remaining = computed(() => Math.max(0, bag.get().length - bagIndex.get()));
  const tiles = computed(() => {
    const grid: Record<string, { char: string; pending: boolean }> = {};
    for (const t of board.get()) {
      grid[`${t.row}-${t.col}`] = { char: t.letter.char, pending: false };
    }
    for (const t of placed.get()) {
      grid[`${t.row}-${t.col}`] = { char: t.letter.char, pending: true };
    }
    return grid;
  });
  const clear = action(() => {
    placed.set([]);
    message.set("Cleared");
  });
  const ranking = scoreboard({ players });

  return {
    [NAME]: computed(() => `${gameName}: ${myName}`),
    [UI]: (
      <div style={{ display: "flex", flexDirection: "column", gap: "8px" }}>
        <header>
          {ranking.map((r) => (
            <span
              class="score"
              style={{ color: r.color, fontWeight: r.rank === 1 ? "700" : "400" }}
            >
              #{r.rank} {r.label}
            </span>
          ))}
        </header>
        <div class="grid" style={`grid-template-columns: repeat(${BOARD_SIZE}, 32px)`}>
          {CELLS.map(({ row, col }) => {
            const bonus = getBonus(row, col);
            return (
              <div class="square" data-at={`${row}-${col}`} data-bonus={bonus ?? "none"}>
                {tiles[`${row}-${col}`]
                  ? (
                    <b class={tiles[`${row}-${col}`].pending ? "pending" : "fixed"}>
                      {tiles[`${row}-${col}`].char}
                    </b>
                  )
                  : bonus !== null
                  ? <small>{BONUS_LABEL[bonus]}</small>
                  : null}
              </div>
            );
          })}
        </div>
        <div class="rack">
          {rack.map((l) => (
            <kbd data-id={l.id}>
              {l.isBlank ? "␣" : l.char}
              <sub>{l.points}</sub>
            </kbd>
          ))}
        </div>
        {when(message.get() !== "", <p class="message">{message}</p>)}
        <cf-hstack>
          <cf-button onClick={clear} disabled={computed(() => placed.get().length === 0)}>
            Clear
          </cf-button>
          <cf-button
            variant="primary"
            onClick={submitWord({
              board,
              bag,
              bagIndex,
              players,
              racks,
              log,
              placed,
              message,
              myName,
            })}
          >
            Submit {placed.get().length > 0 ? `(${placed.get().length})` : ""}
          </cf-button>
        </cf-hstack>
      </div>
    ),
    rack,
    placed,
    message,
    myScore: computed(() => me?.score ?? 0),
    ranking,
    place: placeTile({ placed, racks, myName, message }),
    clear,
    submit: submitWord({ board, bag, bagIndex, players, racks, log, placed, message, myName }),
    remaining,
  };
});

export interface LobbyInput {
  gameName?: string | Default<"Word tiles">;
  seed?: Seed;
}

interface LobbyOutput {
  [NAME]: string;
  [UI]: VNode;
  players: Player[];
  board: PlacedTile[];
  log: GameEvent[];
  racks: Record<string, Letter[]>;
  bagCount: number;
  join: Stream<{ name: string }>;
  reset: Stream<void>;
  state: {
    board: Writable<PlacedTile[]>;
    bag: Writable<Letter[]>;
    bagIndex: Writable<number>;
    players: Writable<Player[]>;
    racks: Writable<Record<string, Letter[]>>;
    log: Writable<GameEvent[]>;
  };
}

export default pattern<LobbyInput, LobbyOutput>(({ gameName, seed }) => {
  const board = Writable.of<PlacedTile[]>([]).for("board");
  const bag = Writable.of<Letter[]>([]).for("bag");
  const bagIndex = Writable.of(0).for("bagIndex");
  const players = Writable.of<Player[]>([]).for("players");
  const racks = Writable.of<Record<string, Letter[]>>({}).for("racks");
  const log = Writable.of<GameEvent[]>([]).for("log");
  const typed = Writable.of("");

  const join = joinGame({ board, bag, bagIndex, players, racks, log });
  const reset = action(() => {
    board.set([]);
    bag.set(seededShuffle(createTileBag(), seed ?? 1));
    bagIndex.set(0);
    players.set([]);
    racks.set({});
    log.set([]);
  });

  return {
    [NAME]: gameName,
    [UI]: (
      <cf-vstack>
        <h2>{gameName}</h2>
        <cf-input $value={typed} placeholder="Your name" />
        <cf-button
          class="join"
          onClick={() => {
            const name = typed.get().trim();
            if (!name) return;
            join.send({ name });
            typed.set("");
            return navigateTo(
              Table({ gameName, board, bag, bagIndex, players, racks, log, myName: name }),
            );
          }}
        >
          Join as {typed.get() || "…"}
        </cf-button>
        <ul>
          {players.map((p, i) => (
            <li style={{ color: p.color }}>
              {i + 1}. {p.name}{" "}
              {log.get().filter((e) => e.player === p.name && e.type === "word").length} words
            </li>
          ))}
        </ul>
        {players.get().length === 0 && <p>Nobody is here</p>}
        {players.get().length >= PLAYER_COLORS.length
          ? <p>Full</p>
          : <p>{PLAYER_COLORS.length - players.get().length} seats</p>}
      </cf-vstack>
    ),
    players,
    board,
    log,
    racks,
    bagCount: computed(() => bag.get().length),
    join,
    reset,
    state: { board, bag, bagIndex, players, racks, log },
  };
});
