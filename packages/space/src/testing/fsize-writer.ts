/**
 * The program of the file size test: commits large rows to the store in its first argument until
 * commits are refused several times, and prints the numbers of those that were accepted.
 */

import { SpaceHost } from "../space-host.ts";
import { openSession, OWNER, SPACE } from "./test-space.ts";

const host = SpaceHost.open(Deno.args[0]!, { synchronous: "off" });
const session = openSession(host.create(SPACE, OWNER));
const accepted: number[] = [];
let refused = 0;
session.connection.onFrame = ({ receipts, refusals }) => {
  accepted.push(...receipts.map(({ local }) => local));
  refused += refusals.length;
};
for (let i = 0; refused < 5 && i < 5000; i++) {
  const sql = "INSERT INTO entries (body, at) VALUES (?, ?)";
  session.exec({ sql, params: ["x".repeat(3000), i] });
  await session.connection.settled();
}
console.log(JSON.stringify({ accepted, refused }));
Deno.exit(0);
