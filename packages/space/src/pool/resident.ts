/** How much memory a process holds, where the system tells. */

const PAGE_BYTES = 4096;
const MIB = 1024 * 1024;

/** The resident memory of process `pid` in MiB; `undefined` where it is not known. */
export function residentMiB(pid: number): number | undefined {
  try {
    const pages = Number(Deno.readTextFileSync(`/proc/${pid}/statm`).split(" ")[1]);
    return Number.isFinite(pages) ? pages * PAGE_BYTES / MIB : undefined;
  } catch {
    // No such process, or a system without /proc.
    return undefined;
  }
}
