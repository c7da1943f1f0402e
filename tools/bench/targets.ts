/**
 * The figures that the project promises, each an upper bound. Names read `<area>.<case>.vs<Peer>`
 * for ratios within one run and end in a unit otherwise.
 */

/** At most this much; names without a target are shown without a mark. */
export const TARGETS: Readonly<Record<string, number>> = {
  "reactive.chain.vsAlien": 1.3,
  "reactive.fanout.vsAlien": 1.3,
  "reactive.diamond.vsAlien": 1.3,
  "reactive.dynamic.vsAlien": 1.3,
  "cells.chain.vsCore": 10,
  "list.append.1000vs10": 1.5,
  "list.updateOne.1000vs10": 1.5,
  "list.item.bytes": 2048,
  "list.sortPerItem.1000vs10": 1.5,
  "list.replaced.bytes": 4096,
  "reads.sort2000.vsPlain": 40,
  "reads.scan2000.20vs1": 5,
  "runtime.seenByOther.vsOwn": 2,
  "dom.create1000.vsVanilla": 3,
  "dom.swap.vsVanilla": 3,
  "dom.update10th.vsVanilla": 3,
  "compile.warm.vsCold": 0.15,
  "sqlite.commit.row.vsRaw": 2,
  "sqlite.commit.grouped.vsRaw": 0.2,
  "sqlite.live.route.vsRerunAll": 0.002,
  "sqlite.live.miss.vsWrite": 1.05,
  "sqlite.live.groupby.vsRerun": 0.01,
  "sqlite.pool.rows1000.vsDirect": 2.5,
  "sqlite.execMany.vsRaw": 1.5,
};
