/** The programs of a runtime: fetched by hash, evaluated once, found again by pieces. */

import { assert } from "@cf/utils";
import { NotReady } from "../errors.ts";
import { Signal } from "../reactive/mod.ts";
import {
  type CompiledProgram,
  type Evaluator,
  type LoadedProgram,
  loadProgram,
} from "./modules.ts";

/** Finds the compiled program of a hash: compiles what the space holds, or asks a server. */
export type ProgramSource = (space: string, hash: string) => Promise<CompiledProgram>;

/** Evaluated programs by hash. */
export class Programs {
  readonly #loaded = new Map<string, LoadedProgram>();
  readonly #pending = new Map<string, { ready: Promise<void>; arrived: Signal<unknown> }>();

  constructor(
    readonly source: ProgramSource,
    readonly evaluator: (program: CompiledProgram) => Evaluator,
    readonly builtins: Readonly<Record<string, Record<string, unknown>>>,
    /** Runs what a program does while it is loaded within a budget. */
    readonly budgeted: <T>(what: { label: string }, fn: () => T) => T,
  ) {}

  /** Evaluates a program, or finds it. */
  load(program: CompiledProgram): LoadedProgram {
    const known = this.#loaded.get(program.hash);
    if (known !== undefined) return known;
    const loaded = this.budgeted(
      { label: program.main },
      () => loadProgram(program, this.evaluator(program), this.builtins),
    );
    this.#loaded.set(program.hash, loaded);
    return loaded;
  }

  /** The program of a hash, if it is here. */
  get(hash: string): LoadedProgram | undefined {
    return this.#loaded.get(hash);
  }

  /** Whether a program is here whose hash begins so. */
  has(start: string): boolean {
    return this.#loaded.keys().some((hash) => hash.startsWith(start));
  }

  /** The program of a hash; throws {@linkcode NotReady} while it is fetched. */
  require(space: string, hash: string): LoadedProgram {
    const known = this.#loaded.get(hash);
    if (known !== undefined) return known;
    let pending = this.#pending.get(hash);
    if (pending === undefined) {
      const arrived = new Signal<unknown>(undefined);
      const ready = this.source(space, hash).then(
        (program) => {
          assert(program.hash === hash, "the program has the hash that was asked for");
          this.load(program);
          arrived.set(true);
        },
        (error) => {
          arrived.set(error);
          throw error;
        },
      );
      ready.catch(() => {});
      this.#pending.set(hash, pending = { ready, arrived });
    }
    const state = pending.arrived.get();
    if (state instanceof Error) {
      this.#pending.delete(hash);
      throw state;
    }
    throw new NotReady(`program ${hash.slice(0, 12)}`, pending.ready);
  }

  /** Fetches and evaluates the program of a hash. */
  async fetch(space: string, hash: string): Promise<LoadedProgram> {
    return this.#loaded.get(hash) ?? this.load(await this.source(space, hash));
  }
}
