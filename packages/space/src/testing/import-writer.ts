/**
 * The program that the crash test of imports kills: takes the rows of a file in, and says each time
 * when a part is stored, when the commit is about to be, and when the import is acknowledged.
 *
 * Arguments: the store, the space, the id of the handle, the file.
 */

import { ChangesetPartTable } from "../log/changeset-parts.ts";
import { SpaceHost } from "../space-host.ts";

const [store, space, id, path] = Deno.args as [string, string, string, string];
const encoder = new TextEncoder();
const say = (line: string) => Deno.stdout.writeSync(encoder.encode(`${line}\n`));

const { add, keep } = ChangesetPartTable.prototype;
ChangesetPartTable.prototype.add = function (...args) {
  add.apply(this, args);
  say("part");
};
ChangesetPartTable.prototype.keep = function (...args) {
  keep.apply(this, args);
  say("commit");
};

const opened = SpaceHost.open(store).get(space);
say("open");
await opened.operator.takeRowsIn({
  key: { id, scope: "space" },
  path,
  source: "rows",
  mode: "replace",
  by: "did:key:zOperator",
});
say("done");
// Nothing comes: the kill ends it.
await Deno.stdin.read(new Uint8Array(1));
