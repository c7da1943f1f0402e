/**
 * Random programs over the scopes, used by several people in several sessions that come and go:
 * what each sees after each event is what plain JavaScript says.
 */

import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { compileSource, fabricOver, makeRuntime, sharedCompiler } from "@cf/fabric";
import { createIdentity, type Identity, sessionIdOf, type SpaceConnection } from "@cf/protocol";
import { connectWebSocket, openPiece, type Piece, type Runtime } from "@cf/runner";
import { SpaceHost } from "@cf/space";
import { startServer } from "@cf/toolshed";
import { seedsOf } from "./seeds.ts";
import { randomOf } from "./sessions.ts";
import { CELLS, DERIVED, plainText, ROW_ACTIONS, scopedProgram } from "./scopes/program.ts";
import { equals, type Person, Twin } from "./scopes/twin.ts";

const PEOPLE: readonly Person[] = [
  { user: "ann", session: "one" },
  { user: "ann", session: "two" },
  { user: "bob", session: "one" },
];

interface World {
  connect(person: Person): SpaceConnection;
  close(): Promise<void>;
}

interface Actor {
  readonly person: Person;
  runtime: Runtime;
  connection: SpaceConnection;
  piece: Piece;
}

const HANDLERS = 8;
const EVENTS = 40;
const ROUNDS = 10;

/** A program in a world, and the people who have it open. */
interface Scene {
  readonly random: () => number;
  readonly source: string;
  readonly handlers: readonly string[];
  readonly actors: Actor[];
  /** Ends a person's runtime and begins another one in the same session. */
  again(at: number): Promise<void>;
}

async function perform(
  seed: number,
  world: World,
  act: (scene: Scene) => Promise<void>,
): Promise<void> {
  const random = randomOf(seed);
  const { source, handlers } = scopedProgram(random, HANDLERS);
  const ready = compileSource({ main: "/main.tsx", files: { "/main.tsx": source } }, "main.tsx");
  const complaints: string[] = [];
  const begin = (person: Person): Pick<Actor, "runtime" | "connection"> => {
    const connection = world.connect(person);
    const runtime = makeRuntime(connection, {
      onError: ({ text }) => void complaints.push(text),
      onDifference: (text) => void complaints.push(text),
    }, () => sharedCompiler());
    return { connection, runtime };
  };
  const first = begin(PEOPLE[0]!);
  const fabric = fabricOver(first.runtime, () => sharedCompiler(), {
    close: () => first.runtime.dispose(),
  });
  const piece = await fabric.runProgram(ready, { argument: {} });
  await first.runtime.idle();
  const enter = (person: Person): Actor => {
    const begun = begin(person);
    return { person, ...begun, piece: openPiece(begun.runtime, piece.id) };
  };
  const leave = async ({ runtime, connection }: Actor) => {
    await runtime.dispose();
    await connection.close();
  };
  const actors: Actor[] = [
    { person: PEOPLE[0]!, ...first, piece },
    ...PEOPLE.slice(1).map(enter),
  ];
  const again = async (at: number) => {
    await leave(actors[at]!);
    actors[at] = enter(PEOPLE[at]!);
  };
  try {
    await act({ random, source, handlers, actors, again });
    assert.deepEqual(complaints, [], `seed ${seed}`);
  } finally {
    for (const actor of actors) await leave(actor);
  }
}

/** One after the other: each sees after each event what the twin says. */
async function takeTurns(seed: number, world: World): Promise<void> {
  const twin = new Twin(CELLS);
  const told: string[] = [];
  await perform(seed, world, async ({ random, source, handlers, actors, again }) => {
    for (let event = 0; event < EVENTS; event++) {
      const at = Math.floor(random() * actors.length);
      if (random() < 0.1) {
        await again(at);
        told.push(`${at} again`);
      }
      const person = PEOPLE[at]!;
      const rows = (twin.read("U", person) as readonly unknown[]).length;
      const { verb, text } = random() < 0.3 && rows > 0
        ? rowEvent(random, rows)
        : handlerEvent(random, handlers);
      told.push(`${at} ${verb}`);
      await actors[at]!.piece.send(verb);
      twin.handle(text, person);
      for (const { piece, person } of actors) {
        assert.deepEqual(
          await seenIn(piece),
          expected(twin, person),
          `seed ${seed}, ${person.user} ${person.session} after ${told.join(", ")}:\n${source}`,
        );
      }
    }
  });
}

interface Happened {
  readonly verb: string;
  readonly text: string;
  readonly person: Person;
}

/** All at once: in the end they see what the twin says of some order that keeps each one's own. */
async function race(seed: number, world: World): Promise<void> {
  let histories: (readonly Happened[])[] = [[]];
  await perform(seed, world, async ({ random, source, handlers, actors }) => {
    for (let round = 0; round < ROUNDS; round++) {
      const sent = PEOPLE.map((person) =>
        Array.from({ length: random() < 0.7 ? 1 : 2 }, (): Happened => {
          return { ...handlerEvent(random, handlers), person };
        })
      );
      await Promise.all(
        sent.flatMap((events, at) => events.map(({ verb }) => actors[at]!.piece.send(verb))),
      );
      const seen: unknown[] = [];
      for (const { piece } of actors) seen.push(await seenIn(piece));
      const orders = interleaved(sent);
      const fitting = histories.flatMap((before) =>
        orders.map((order) => [...before, ...order]).filter((history) => explains(history, seen))
      );
      const told = sent.map((events, at) => `${at} ${events.map(({ verb }) => verb).join(" ")}`);
      const before = histories[0]!.map(({ verb, person: { user, session } }) =>
        `${user} ${session} ${verb}`
      );
      assert.ok(
        fitting.length > 0,
        `seed ${seed}: no order of ${told.join(", ")} after ${before.join(", ")} gives ${
          JSON.stringify(seen, null, 1)
        }:\n${source}`,
      );
      histories = fitting.slice(0, 4);
    }
  });
}

/** Whether each would see this if it all had happened in the order of `history`. */
function explains(history: readonly Happened[], seen: readonly unknown[]): boolean {
  const twin = new Twin(CELLS);
  for (const { text, person } of history) twin.handle(text, person);
  return PEOPLE.every((person, at) => isDeepStrictEqual(seen[at], expected(twin, person)));
}

/** Every order of all events that keeps the order of each list. */
function interleaved<T>(lists: readonly (readonly T[])[]): T[][] {
  if (lists.every((list) => list.length === 0)) return [[]];
  return lists.flatMap((list, at) => {
    const [first, ...rest] = list;
    if (first === undefined) return [];
    return interleaved(lists.with(at, rest)).map((order) => [first, ...order]);
  });
}

/** What a person sees; with the answer to an event of one's own everything before is here. */
async function seenIn(piece: Piece) {
  await piece.send("tick");
  return {
    lists: await piece.get("lists"),
    choices: await piece.get("choices"),
    boxes: await piece.get("boxes"),
    rows: textsOf(await piece.get("rows")),
    same: await piece.get("same"),
    said: await piece.get("said"),
  };
}

function textsOf(rows: unknown): string[] {
  return (rows as { text: string }[]).map(({ text }) => text);
}

/** A handler of the program, with what it means in plain JavaScript. */
function handlerEvent(random: () => number, handlers: readonly string[]) {
  const number = random() < 0.2 ? 0 : Math.floor(random() * handlers.length);
  return { verb: `h${number}`, text: DERIVED + plainText(handlers[number]!) };
}

/** An action of a row of the user's list. */
function rowEvent(random: () => number, rows: number) {
  const row = Math.floor(random() * rows);
  const actions = Object.entries(ROW_ACTIONS);
  const [name, text] = actions[Math.floor(random() * actions.length)]!;
  return { verb: `rows.${row}.${name}`, text: `const note = U.get()[${row}]; ${text}` };
}

interface Note {
  readonly t: string;
  readonly n: number;
  readonly parts: readonly { readonly p: string }[];
  readonly ref?: Note;
  readonly kids: readonly Note[];
  readonly mark: number;
  readonly spot: string;
}

interface Box {
  readonly sel: Note | null;
  readonly list: readonly Note[];
}

function expected(twin: Twin, person: Person) {
  const lists = ["S", "U", "H"].map((name) => twin.read(name, person) as readonly Note[]);
  const choices = ["SO", "UO", "HO"].map((name) => twin.read(name, person) as Note | null);
  const boxes = ["UB", "SB"].map((name) => twin.read(name, person) as Box);
  const all = [...lists.flat(), ...choices, ...boxes.flatMap(({ sel, list }) => [sel, ...list])];
  return {
    lists: lists.map((list) => list.map(show).join(" ")),
    choices: choices.map(show),
    boxes: boxes.map(({ sel, list }) => `${show(sel)}:${list.map(show).join(" ")}`),
    rows: lists[1]!.map(show),
    same: all.map((one) => one ? all.findIndex((other) => other && equals(one, other)) : -1),
    said: twin.read("said", person),
  };
}

function show(note: Note | null | undefined): string {
  const one = ({ t, n, parts, mark, spot }: Note) =>
    t + n + parts.map(({ p }) => p).join("") + mark + spot;
  const short = (note: Note) => `${one(note)}(${note.kids.map(one).join()})`;
  return note ? `${short(note)}>${note.ref ? short(note.ref) : ""}` : "-";
}

async function identities(): Promise<Record<string, Identity>> {
  return { ann: await createIdentity(), bob: await createIdentity() };
}

async function embedded(): Promise<World> {
  const people = await identities();
  const host = SpaceHost.open(":memory:");
  const owner = people.ann!.did;
  const space = host.create((await createIdentity()).did, owner);
  await space.access.set(owner, people.bob!.did, "write");
  return {
    connect({ user, session }) {
      const principal = people[user]!.did;
      return space.connect({ principal, session: sessionIdOf(principal, session) });
    },
    close: () => host.close(),
  };
}

async function served(): Promise<World> {
  const people = await identities();
  const identity = people.ann!;
  const server = await startServer({ store: ":memory:", identity, writeLog: () => {} });
  const space = server.spaces.create((await createIdentity()).did, identity.did);
  await space.access.set(identity.did, people.bob!.did, "write");
  return {
    connect: ({ user, session }) =>
      connectWebSocket({
        host: server.url,
        space: space.id,
        identity: people[user]!,
        label: session,
      }),
    close: () => server.close(),
  };
}

for (
  const [name, open, inTurn, atOnce] of [
    ["embedded", embedded, [1, 2, 3, 4, 371, 391], [1, 2, 3]],
    ["over a server", served, [7, 8], [4, 5]],
  ] as const
) {
  const test = (what: string, seed: number, run: typeof race) =>
    Deno.test(`${what} (${name}), seed ${seed}`, async () => {
      const world = await open();
      try {
        await run(seed, world);
      } finally {
        await world.close();
      }
    });
  for (const seed of seedsOf("SCOPES_SEEDS", inTurn)) {
    test("people in all scopes see what plain JavaScript says", seed, takeTurns);
  }
  for (const seed of seedsOf("SCOPES_SEEDS", atOnce)) {
    test("people who act at once see what plain JavaScript says of some order", seed, race);
  }
}
