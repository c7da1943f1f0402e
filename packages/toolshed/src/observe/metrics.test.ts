/** What a scrape says of the reader processes. */

import { doesNotMatch, match } from "node:assert/strict";
import { SpaceHost } from "@cf/space";
import { Metrics } from "./metrics.ts";

const READINGS = {
  sessions: () => 0,
  sockets: () => 0,
  processes: () => 0,
  openSpaces: () => 0,
};

Deno.test("a scrape has a series for each number of the read pool, once there is one", async () => {
  const folder = Deno.makeTempDirSync();
  const host = SpaceHost.open(folder, { synchronous: "off" });
  const metrics = new Metrics({ ...READINGS, reads: () => host.reads });
  doesNotMatch((await metrics.scrape()).text, /^cf_read_pool\{/m);
  const connection = host.create("did:key:zSpace", "did:key:zOwner")
    .connect({ principal: "did:key:zOwner" });
  const handle = { id: `of:${"a".repeat(26)}`, scope: "space" } as const;
  const tables = { notes: { columns: { body: "text" } } };
  const declare = { op: "set", id: handle.id, value: { id: handle.id, tables, rev: 0 } } as const;
  connection.commit({ local: 1, reads: [], operations: [declare] });
  await connection.settled();
  const { text } = await metrics.scrape();
  match(text, /^cf_read_pool\{statistic="readers"\} 1$/m);
  match(text, /^cf_read_pool\{statistic="kills"\} 0$/m);
  await host.close();
  Deno.removeSync(folder, { recursive: true });
});
