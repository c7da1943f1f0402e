/** What a child can be asked to do, by name. */

import { checkSource } from "./check-source.ts";
import { checkpoint, endRehearsal } from "./open-transaction.ts";
import { beginImport, checkImport, nextPart } from "./import-rows.ts";
import { rehearse } from "./rehearse.ts";
import { bringUpSource } from "./source-bring-up.ts";
import { beginSourceWrite, endSourceWrite } from "./source-write.ts";
import { checkPages, rebuildFile, verifyFile, verifyLog } from "./whole-files.ts";

/** Every task; its input and result travel as structured clones. */
export const TASKS = {
  /** Nothing: the answer tells that the process has started. */
  start: (_input: Record<never, never>) => ({}),
  rehearse,
  endRehearsal,
  checkpoint,
  checkImport,
  beginImport,
  nextPart,
  checkSource,
  bringUpSource,
  beginSourceWrite,
  endSourceWrite,
  rebuildFile,
  verifyFile,
  checkPages,
  verifyLog,
} as const;

/** The name of a task. */
export type TaskName = keyof typeof TASKS;

/** What a task takes. */
export type TaskInput<N extends TaskName> = Parameters<(typeof TASKS)[N]>[0];

/** What a task gives. */
export type TaskResult<N extends TaskName> = Awaited<ReturnType<(typeof TASKS)[N]>>;
