/** The SQL functions a pattern may call; SQLite has others, which are refused by the guard. */

/** Functions whose result depends on their arguments alone; also allowed in definitions. */
export const DETERMINISTIC_FUNCTIONS: ReadonlySet<string> = new Set(
  (
    "abs char coalesce concat concat_ws format glob hex if ifnull iif instr length like likelihood " +
    "likely lower ltrim max min nullif octet_length printf quote replace round rtrim sign soundex " +
    "substr substring trim typeof unhex unicode unistr unistr_quote unlikely upper zeroblob " +
    "date time datetime julianday unixepoch strftime timediff " +
    "json json_array json_array_length json_array_insert json_error_position json_extract " +
    "json_insert json_object json_patch json_pretty json_quote json_remove json_replace json_set " +
    "json_type json_valid jsonb jsonb_array jsonb_array_insert jsonb_extract jsonb_insert " +
    "jsonb_object jsonb_patch jsonb_remove jsonb_replace jsonb_set -> ->>"
  ).split(" "),
);

/** Aggregate and window functions. */
const AGGREGATE_FUNCTIONS: ReadonlySet<string> = new Set(
  (
    "avg count group_concat string_agg max min " +
    "sum total json_group_array json_group_object jsonb_group_array jsonb_group_object " +
    "row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value " +
    "nth_value"
  ).split(" "),
);

const VOLATILE =
  "random randomblob changes total_changes last_insert_rowid current_date current_time " +
  "current_timestamp";
const FULL_TEXT = "match bm25 highlight snippet";

/** Every function that the guard lets a statement call. */
export const ALLOWED_FUNCTIONS: ReadonlySet<string> = new Set([
  ...DETERMINISTIC_FUNCTIONS,
  ...AGGREGATE_FUNCTIONS,
  ...VOLATILE.split(" "),
  ...FULL_TEXT.split(" "),
]);

/** Table-valued functions that a statement may read from. */
export const ALLOWED_TABLE_FUNCTIONS: readonly string[] = ["json_each", "json_tree"];
