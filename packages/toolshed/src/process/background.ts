/**
 * Pieces that the server keeps running although no page has them open. Each runs as the principal
 * that asked for it, whose signature the request bore, so nobody makes the server act for another.
 * The marks are the server's own, beside the spaces:
 *
 * ```json
 * [{ "space": "did:key:…", "piece": "piece:…", "principal": "did:key:…" }]
 * ```
 *
 * A piece whose process ends is started again, later each time until it has run; one whose
 * principal lost the right to write is not started until it has it again.
 */

import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { z } from "zod";
import type { Hosting } from "../hosting.ts";
import type { Clock } from "@cf/utils";
import { errorFields, type Log } from "../observe/log.ts";
import { toCfError } from "../errors.ts";
import type { PieceHost } from "./piece-host.ts";

const marks = z.array(z.object({ space: z.string(), piece: z.string(), principal: z.string() }));

/** A piece that is kept running, and as whom. */
export type BackgroundPiece = Readonly<z.infer<typeof marks>[number]>;

/** What background pieces need of their server. */
export interface BackgroundParts {
  /** The file of the marks; `undefined` keeps them in memory. */
  readonly path: string | undefined;
  readonly pieces: PieceHost;
  readonly hosting: Hosting;
  readonly clock: Clock;
  readonly log: Log;
}

const RETRY_MS = 1_000;
const RETRY_MS_MAX = 60_000;

interface Kept {
  readonly mark: BackgroundPiece;
  end: () => void;
}

/** The background pieces of one server. */
export class Background {
  readonly #parts: BackgroundParts;
  readonly #kept = new Map<string, Kept>();

  constructor(parts: BackgroundParts) {
    this.#parts = parts;
  }

  /** Starts what was marked before. */
  start(): void {
    for (const mark of this.#read()) {
      const kept = this.#keep(mark);
      void this.#run(kept, RETRY_MS).catch(() => {});
    }
  }

  /** The marks in a space. */
  list(space: string): readonly BackgroundPiece[] {
    return [...this.#kept.values()].map(({ mark }) => mark).filter((mark) => mark.space === space);
  }

  /**
   * Keeps a piece running from now on; resolves to its mark when it runs. `piece` may be a part of
   * its id. Throws `not-allowed`, `unknown-piece`, and what running pieces can throw.
   */
  async add({ space, piece, principal }: BackgroundPiece): Promise<BackgroundPiece> {
    const { hosting, pieces } = this.#parts;
    hosting.requireWrite(space, principal);
    const place = { space, principal };
    const request = { verb: "watch", piece, path: "", quiet: true } as const;
    const trial = pieces.watch(place, request, () => {});
    const id = String((await trial.started).value);
    const mark = { space, piece: id, principal };
    this.#kept.get(keyOf(mark))?.end();
    const kept = this.#keep(mark);
    this.#write();
    await this.#run(kept, RETRY_MS);
    trial.stop();
    return mark;
  }

  /** Ends the mark of a piece, whoever made it. Throws `not-allowed`. */
  remove({ space, piece, principal }: BackgroundPiece): void {
    this.#parts.hosting.requireWrite(space, principal);
    for (const [key, { mark, end }] of this.#kept) {
      if (mark.space !== space || mark.piece !== piece) continue;
      end();
      this.#kept.delete(key);
    }
    this.#write();
  }

  /** Ends all runs; the marks stay. */
  close(): void {
    for (const { end } of this.#kept.values()) end();
    this.#kept.clear();
  }

  #keep(mark: BackgroundPiece): Kept {
    const kept = { mark, end: () => {} };
    this.#kept.set(keyOf(mark), kept);
    return kept;
  }

  /** Runs until the process ends, and then again after `retryMs`. */
  async #run(kept: Kept, retryMs: number): Promise<void> {
    const { hosting, pieces, clock, log } = this.#parts;
    const { space, piece, principal } = kept.mark;
    const again = (afterMs: number) => {
      if (this.#kept.get(keyOf(kept.mark)) !== kept) return;
      const nextMs = Math.min(afterMs * 2, RETRY_MS_MAX);
      kept.end = clock.after(afterMs, () => void this.#run(kept, nextMs).catch(() => {}));
    };
    try {
      hosting.requireWrite(space, principal);
      const request = { verb: "watch", piece, path: "", quiet: true } as const;
      const run = pieces.watch({ space, principal }, request, ({ kind }) => {
        if (kind === "end") again(RETRY_MS);
      });
      kept.end = run.stop;
      await run.started;
    } catch (error) {
      log.warn("background-piece", { ...kept.mark, ...errorFields(toCfError(error)) });
      again(retryMs);
      throw error;
    }
  }

  #read(): readonly BackgroundPiece[] {
    const { path, log } = this.#parts;
    if (path === undefined) return [];
    try {
      return marks.parse(JSON.parse(readFileSync(path, "utf8")));
    } catch (error) {
      if (isMissing(error)) return [];
      log.warn("background-pieces", { path, problem: String(error) });
      return [];
    }
  }

  #write(): void {
    const { path } = this.#parts;
    if (path === undefined) return;
    const text = JSON.stringify([...this.#kept.values()].map(({ mark }) => mark), null, 2);
    writeFileSync(`${path}.new`, `${text}\n`);
    renameSync(`${path}.new`, path);
  }
}

function keyOf({ space, piece }: BackgroundPiece): string {
  return JSON.stringify([space, piece]);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
