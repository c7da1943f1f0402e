/** The columns of a declared table as row changes list them, with what comparisons need. */

import type { DeclaredTable } from "../database/declaration.ts";
import { keyColumns } from "../database/table-model.ts";
import { type Affinity, affinityOf, type Collation } from "./values.ts";

/** One stored column. */
export interface ColumnShape {
  readonly name: string;
  readonly affinity: Affinity;
  readonly collation: Collation;
}

/** Stored columns in declared order; generated columns have no place in a row change. */
export interface TableShape {
  readonly name: string;
  readonly columns: readonly ColumnShape[];
  /** Positions of the key. */
  readonly key: readonly number[];
  /** What `*` stands for, as positions; `null` when a generated column is among them. */
  readonly star: readonly number[] | null;
}

const shapes = new WeakMap<DeclaredTable, TableShape>();

/** The shape of `table`, the same object each time. */
export function shapeOf(table: DeclaredTable): TableShape {
  let shape = shapes.get(table);
  if (shape === undefined) shapes.set(table, shape = makeShape(table));
  return shape;
}

function makeShape(table: DeclaredTable): TableShape {
  const stored = table.model.columns.filter((column) => column.generated === null);
  const columns = stored.map(({ name, type, collate }) => ({
    name,
    // In a STRICT table ANY stores values as they come; elsewhere it is a word like any other.
    affinity: table.model.strict && type === "any" ? "blob" : affinityOf(type),
    collation: collate as Collation,
  }));
  const position = (name: string) => positionOf(columns, name);
  const star = table.visible.map(position);
  return {
    name: table.name,
    columns,
    key: keyColumns(table.model).map(position),
    star: star.includes(-1) ? null : star,
  };
}

/** The position of a column by name, -1 when it is not stored. */
export function positionOf(columns: readonly ColumnShape[], name: string): number {
  const lower = name.toLowerCase();
  return columns.findIndex((column) => column.name.toLowerCase() === lower);
}
