/** Says where a pattern leads: a terminal cannot go there, the reader can. */

import type { NavigationTarget } from "@cf/runner";
import type { Io } from "../frame/io.ts";

/** Prints the address of each piece as talk, so that data stays data. */
export function sayWhereTo(
  targets: readonly Pick<NavigationTarget, "space" | "id">[],
  url: string,
  io: Io,
): void {
  for (const { space, id } of targets) {
    io.say(`${io.style.cyan("open:")} ${url.replace(/\/+$/, "")}/${space}/${id}`);
  }
}
