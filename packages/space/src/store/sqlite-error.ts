/** What SQLite's result codes mean to a store. */

const BUSY = 5;
const READ_ONLY = 8;
const CORRUPT = 11;
const NOT_A_DATABASE = 26;

/** The primary result code behind `error`, also when it was wrapped; `undefined` if none. */
function resultCode(error: unknown): number | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    const code = (at as { errcode?: unknown }).errcode;
    if (typeof code === "number") return code & 0xff;
  }
  return undefined;
}

/** Whether `error` says that a file's content is damaged. */
export function isDamage(error: unknown): boolean {
  const code = resultCode(error);
  return code === CORRUPT || code === NOT_A_DATABASE;
}

/** Whether `error` says that another connection keeps a file locked. */
export function isLocked(error: unknown): boolean {
  return resultCode(error) === BUSY;
}

/** Whether `error` says that a file may only be read: by its mode, or by whose it is. */
export function isReadOnly(error: unknown): boolean {
  return resultCode(error) === READ_ONLY;
}
