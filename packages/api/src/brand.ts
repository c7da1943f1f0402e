/** The brand by which cells of every kind are told from plain values. Types only. */

/** Marks a cell; the type below it is the type of the cell's value. */
export declare const CELL: unique symbol;

/** Marks a schema with the TypeScript type it describes. */
export declare const SCHEMA: unique symbol;

/** Marks a table column that holds links to cells of a type. */
export declare const LINK: unique symbol;

/** Stands for a type argument that was not given. */
export declare const NONE: unique symbol;
