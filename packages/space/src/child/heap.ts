/** Bounds on the memory of a child. */

/** Bytes of SQLite's own memory in a child. */
export const CHILD_HEAP_BYTES = 512 * 1024 * 1024;
