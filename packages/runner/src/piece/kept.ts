/**
 * Pieces that a computation makes and stores: `list.set([{ piece: Note({ text }) }])`. What a
 * computation makes ends with its next run, so what it stores becomes a piece of the space, as if
 * a handler had made it. Its id is named after the place that is set: whoever runs the computation
 * again, here or in another session, stores the same piece there.
 */

import { shortHash } from "@cf/utils";
import { DocTarget } from "../cell/target.ts";
import { currentContext, runIn } from "../context.ts";
import type { Transaction } from "../document/transaction.ts";
import type { Frame } from "../pattern/frame.ts";
import type { Runtime } from "../runtime.ts";
import type { MadePiece } from "./instance.ts";

/** An instance that a computation made. */
interface Made {
  readonly runtime: Runtime;
  readonly space: string;
  readonly id: string;
  readonly frame: Frame;
  readonly made?: MadePiece | undefined;
}

const writtenHere = new WeakMap<Runtime, Set<string>>();
/** An instance that is stored in two places is one piece. */
const kept = new WeakMap<object, string>();

/**
 * The id of the piece that stands for `instance`, which is written if the space does not have it.
 * A further run in the same session gives it the inputs of that run; after a reload it keeps what
 * it has. `undefined` for what a body made, which lasts as long as the body's piece.
 */
export function keepPiece(
  instance: Made,
  transaction: Transaction,
  name: string,
): string | undefined {
  const { runtime, space, frame, made } = instance;
  if (made === undefined || frame.storage !== space) return undefined;
  const known = kept.get(instance);
  if (known !== undefined) return known;
  const id = `piece:${shortHash(`${instance.id}/${name}`)}`;
  const document = runtime.load(new DocTarget(space, id, "space"));
  kept.set(instance, id);
  let written = writtenHere.get(runtime);
  if (written === undefined) writtenHere.set(runtime, written = new Set());
  if (transaction.valueOf(document) !== undefined && !written.has(id)) return id;
  written.add(id);
  runIn({ ...currentContext()!, transaction }, () => runtime.pieces.write(space, id, made));
  return id;
}
