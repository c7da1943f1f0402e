/** Disks that fill up and folders that cannot be written, for tests that run as root. */

import { join } from "node:path";

/** Whether a command succeeds. */
export function runCommand(command: string, ...args: string[]): boolean {
  return new Deno.Command(command, { args, stderr: "null" }).outputSync().success;
}

/** A mounted file system of a few megabytes. */
export class SmallDisk implements Disposable {
  readonly folder = Deno.makeTempDirSync({ prefix: "cf-disk-" });

  /** Mounts one of `size`, or nothing where that is not allowed. */
  static mount(size: string): SmallDisk | undefined {
    const disk = new SmallDisk();
    if (runCommand("mount", "-t", "tmpfs", "-o", `size=${size}`, "tmpfs", disk.folder)) return disk;
    Deno.removeSync(disk.folder);
    return undefined;
  }

  [Symbol.dispose](): void {
    runCommand("umount", "--lazy", this.folder);
    Deno.removeSync(this.folder);
  }
}

/** Whether small file systems can be mounted here. */
export const canMount = Deno.build.os === "linux" && Deno.uid() === 0 && (() => {
  using disk = SmallDisk.mount("1m");
  return disk !== undefined;
})();
/** Whether the file system lets a folder be made unchangeable, which root respects too. */
export const canFreeze = Deno.build.os === "linux" && Deno.uid() === 0 && (() => {
  const folder = Deno.makeTempDirSync({ prefix: "cf-frozen-" });
  const frozen = runCommand("chattr", "+i", folder) && !runCommand("touch", join(folder, "x"));
  runCommand("chattr", "-i", folder);
  Deno.removeSync(folder, { recursive: true });
  return frozen;
})();
