/**
 * One at a time over all processes of this machine that run the same sources.
 *
 * Deno unpacks its bundler when it is first used, and two that unpack it at once take each other's
 * files away: then the one that comes later fails.
 */

/** Does `work` when nobody else does theirs, in this or another process. */
export async function alone<T>(work: () => Promise<T>): Promise<T> {
  using file = await Deno.open(new URL(import.meta.url));
  // It holds until the file is closed, or this process ends. Some file systems have no locks.
  await file.lock(true).catch(() => {});
  return await work();
}
