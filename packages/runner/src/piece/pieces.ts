/**
 * Pieces: patterns at work. A piece of the space has a document that names its pattern and one
 * that holds its argument; a piece inside another's body exists only while that one runs.
 */

import { assert } from "@cf/utils";
import type { Scope } from "@cf/protocol";
import { cellOf } from "../cell/faces.ts";
import { impliedDefault } from "../cell/defaults.ts";
import { defaultOf, orElse } from "../cell/schema.ts";
import { CellState } from "../cell/state.ts";
import { DocTarget, type LiveNode } from "../cell/target.ts";
import { setAt } from "../cell/write.ts";
import { type Context, runIn } from "../context.ts";
import type { Document } from "../document/document.ts";
import { PatternError } from "../errors.ts";
import type { Pattern, PatternReference, Placement } from "../pattern/factory.ts";
import { patternOf } from "../pattern/factory.ts";
import { placedSpace } from "./elsewhere.ts";
import { writeArgument } from "./given-argument.ts";
import { copyProgram } from "./registry.ts";
import { argumentCause, Frame } from "../pattern/frame.ts";
import { argumentId, inputState, isProperties } from "./inputs.ts";
import { Instance, type MadePiece } from "./instance.ts";
import { LinkedPiece } from "./linked-piece.ts";
import type { Site } from "../pattern/site.ts";
import { Signal } from "../reactive/mod.ts";
import type { Runtime } from "../runtime.ts";

/** The document of a piece. */
export interface PieceRecord {
  readonly pattern: PatternReference;
  /** The scope of its argument and of what it makes, if not the space. */
  readonly scope?: Scope;
  /** The name it was made with, for lists that do not run it. */
  readonly title?: string;
}

/** The pieces of a runtime. */
export class Pieces {
  readonly #running = new Map<string, Instance>();
  readonly #held = new Map<string, number>();
  readonly #prepared = new Map<string, MadePiece>();
  #sweeping = false;
  readonly #idle = new Set<string>();

  constructor(readonly runtime: Runtime) {}

  /** How many pieces run. */
  get count(): number {
    return this.#running.size;
  }

  /** Makes an instance where a factory was called. */
  instantiate(
    context: Context,
    pattern: Pattern,
    inputs: unknown,
    site: Site,
    placement: Placement,
  ): unknown {
    if (context.mode === "handler") {
      return this.#createInHandler(context, pattern, inputs, placement);
    }
    const { frame } = context;
    assert(frame !== undefined, "a body has a frame");
    const name = frame.claim(site.name ?? pattern.name);
    const id = frame.idOf(name);
    const naming = { home: frame.storage, piece: id };
    const inner = frame.nested(name, {
      ...(placement.elsewhere === undefined
        ? {}
        : { space: placedSpace(this.runtime, placement, naming) }),
      ...(placement.scope === undefined ? {} : { scope: placement.scope }),
    });
    const instance = new Instance(
      this.runtime,
      frame.space,
      id,
      pattern,
      (self) => inputState(self, inputs),
      inner,
      context.mode === "compute" ? { pattern, inputs, scope: placement.scope } : undefined,
    );
    frame.register(instance);
    if (pattern.hasEffects) frame.keepRunning(instance);
    frame.onDispose(() => inner.dispose());
    return this.runtime.faces.reference(
      new CellState(this.runtime, instance, [], pattern.result, undefined),
    );
  }

  #createInHandler(
    context: Context,
    pattern: Pattern,
    inputs: unknown,
    placement: Placement,
  ): unknown {
    const { transaction } = context;
    assert(transaction !== undefined, "a handler has a transaction");
    const home = transaction.replica?.space ?? context.frame?.storage ?? this.runtime.homeSpace;
    const id = `piece:${transaction.createId(pattern.name).slice(3)}`;
    const space = placedSpace(this.runtime, placement, { home, piece: id });
    const made = { pattern, inputs, scope: placement.scope };
    if (space === home) this.write(space, id, made);
    else {
      this.runtime.replica(space);
      const ahead = transaction.aheadIn(space);
      runIn({ ...context, transaction: ahead }, () => {
        if (pattern.reference !== undefined) {
          copyProgram(this.runtime, pattern.reference.program, { from: home, to: space });
        }
        this.write(space, id, made);
      });
    }
    return this.runtime.faces.reference(
      new CellState(this.runtime, this.find(space, id), [], pattern.result, undefined),
    );
  }

  /** Writes the documents of a new piece; must run inside a transaction. */
  write(space: string, id: string, { pattern, inputs, scope = "space" }: MadePiece): void {
    const { runtime } = this;
    const { reference } = pattern;
    if (reference === undefined) {
      this.#prepared.set(`${space}/${id}`, { pattern, inputs: undefined, scope });
    }
    const record = {
      pattern: reference ?? { program: "", module: "", name: pattern.name },
      ...(scope === "space" ? {} : { scope }),
    };
    const document = new CellState(
      runtime,
      new DocTarget(space, id, "space"),
      [],
      undefined,
      undefined,
    );
    runtime.markNew(space, id);
    setAt(document, record);
    const argument = this.argumentState({ space, id, scope }, pattern);
    runtime.markNew(space, argumentId(id), scope);
    const direct = cellOf(inputs);
    if (direct !== undefined) setAt(argument, runtime.faces.cell(direct), { binds: true });
    else if (isProperties(inputs)) writeArgument(argument, inputs);
    else if (inputs !== undefined && inputs !== null) setAt(argument, inputs);
  }

  /** The argument of a piece of the space. */
  argumentState(
    { space, id, scope }: { space: string; id: string; scope: Scope },
    pattern: Pattern,
  ): CellState {
    const target = new DocTarget(space, argumentId(id), scope, true);
    if (this.runtime.replica(space).isFar) target.origin = { piece: id, cause: argumentCause(id) };
    return new CellState(
      this.runtime,
      target,
      [],
      pattern.argument,
      orElse(defaultOf(pattern.argument), () => impliedDefault(pattern.argument)),
    );
  }

  /** The node of a piece; it starts when it is read. One that is not there reads as undefined. */
  find(space: string, id: string): LiveNode {
    return new LinkedPiece(this, space, id);
  }

  /** The node of a piece that a host opens: one that is not there is an error. */
  open(space: string, id: string): LiveNode {
    return new LinkedPiece(this, space, id, { mustExist: true });
  }

  /** Whether the space has the piece, to which a link in `holder` led; readers hear of changes. */
  has(space: string, id: string, holder?: Document): boolean {
    return this.#recordOf(space, id, holder)?.pattern !== undefined;
  }

  #recordOf(space: string, id: string, holder?: Document): Partial<PieceRecord> | undefined {
    const record = this.runtime.raw(new DocTarget(space, id, "space"), holder);
    return record as Partial<PieceRecord> | undefined;
  }

  /** The running instance of a piece of the space; starts it if its code is here. */
  instance(space: string, id: string): Instance {
    const key = `${space}/${id}`;
    const known = this.#running.get(key);
    if (known !== undefined) {
      this.#idle.delete(key);
      return known;
    }
    const { runtime } = this;
    const { pattern, scope = "space" } = this.#prepared.get(key) ?? this.#madeBy(space, id);
    const placement = scope === "space" ? {} : { scope };
    const frame = new Frame(runtime, space, id, "", undefined, placement);
    const instance = new Instance(
      runtime,
      space,
      id,
      pattern,
      () => this.argumentState({ space, id, scope }, pattern),
      frame,
    );
    instance.onObserved = (observed) => {
      if (!observed) this.#release(key);
      frame.effects.setActive(observed || this.#held.has(key));
    };
    this.#running.set(key, instance);
    if (this.#held.has(key)) frame.effects.setActive(true);
    this.#release(key);
    return instance;
  }

  /** The pattern and scope that a piece's document names. */
  #madeBy(space: string, id: string): Omit<MadePiece, "inputs"> {
    const record = this.#recordOf(space, id);
    if (record?.pattern === undefined) {
      throw new PatternError(
        "unknown-piece",
        `Cannot open piece ${id}: the space has no such piece`,
        {
          data: { space, piece: id },
        },
      );
    }
    const { program, module, name } = record.pattern;
    const loaded = this.runtime.programs.require(space, program);
    const pattern = patternOf(loaded.factories.get(`${module}:${name}`));
    if (pattern === undefined) {
      throw new PatternError(
        "unknown-pattern",
        `Cannot run piece ${id}: module ${module} has no pattern '${name}'`,
        { data: { program, module, name } },
      );
    }
    return { pattern, scope: record.scope };
  }

  /** Keeps a piece running until the returned function is called. */
  hold(space: string, id: string): () => void {
    const key = `${space}/${id}`;
    this.#held.set(key, (this.#held.get(key) ?? 0) + 1);
    this.#running.get(key)?.frame.effects.setActive(true);
    let released = false;
    return () => {
      if (released) return;
      released = true;
      const count = (this.#held.get(key) ?? 1) - 1;
      if (count > 0) this.#held.set(key, count);
      else this.#held.delete(key);
      const instance = this.#running.get(key);
      instance?.frame.effects.setActive(instance.observed || this.#held.has(key));
      this.#release(key);
    };
  }

  #release(key: string): void {
    this.#idle.add(key);
    if (this.#sweeping) return;
    this.#sweeping = true;
    this.runtime.afterTurn(() => {
      this.#sweeping = false;
      this.sweep();
    });
  }

  /** Stops pieces that nobody reads and nobody holds. */
  sweep(): void {
    for (const key of this.#idle) {
      const instance = this.#running.get(key);
      if (instance === undefined || this.#held.has(key) || instance.observed) continue;
      this.#running.delete(key);
      instance.dispose();
    }
    this.#idle.clear();
  }

  /** Replaces the running instance of a piece, after its pattern changed. */
  restart(space: string, id: string): void {
    const key = `${space}/${id}`;
    const instance = this.#running.get(key);
    this.#running.delete(key);
    this.#prepared.delete(key);
    instance?.dispose();
    this.version(key).set(this.version(key).peek() + 1);
  }

  readonly #versions = new Map<string, Signal<number>>();

  /** Counts restarts of a piece, so that its readers turn to the new instance. */
  version(key: string): Signal<number> {
    let signal = this.#versions.get(key);
    if (signal === undefined) this.#versions.set(key, signal = new Signal(0));
    return signal;
  }

  dispose(): void {
    for (const instance of this.#running.values()) instance.dispose();
    this.#running.clear();
  }
}
