/** How many database files a process may hold open within its limit on descriptors. */

const PER_FILE = 6; // the file, its WAL and shared memory, for two connections
const RESERVED = 64;
const WANTED = 200;

/** The open-file budget of one reader process, which has the parent's limit to itself. */
export function openFilesBudget(wanted: number | undefined, readers: number): number {
  const possible = Math.floor((descriptorLimit() - RESERVED) / PER_FILE);
  const share = Math.ceil((wanted ?? WANTED * readers) / readers);
  return Math.max(1, Math.min(share, possible));
}

/** How many files of pattern databases a space keeps open for writing, at most `wanted`. */
export function heldFilesBudget(wanted: number): number {
  const possible = Math.floor((descriptorLimit() - RESERVED) / (2 * PER_FILE));
  return Math.max(1, Math.min(wanted, possible));
}

/** The soft limit on open descriptors; 256 where it cannot be read. */
function descriptorLimit(): number {
  try {
    const line = Deno.readTextFileSync("/proc/self/limits").split("\n")
      .find((text) => text.startsWith("Max open files"));
    const soft = Number(line?.split(/\s+/)[3]);
    return Number.isFinite(soft) && soft > 0 ? soft : 256;
  } catch {
    return 256;
  }
}
