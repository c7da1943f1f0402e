/** Which start of this machine it is: since the last one nothing that was written can have been lost. */

/** Names the running start of the machine; empty where the system does not tell. */
export function bootId(): string {
  try {
    return Deno.readTextFileSync("/proc/sys/kernel/random/boot_id").trim();
  } catch {
    return "";
  }
}
