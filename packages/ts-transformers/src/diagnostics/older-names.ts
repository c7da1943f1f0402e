/** Names that authors know from elsewhere and `commonfabric` does not export: what to write instead. */

const NEW_CELL = "Write new Writable<T>(value)";
const IDENTITY = "Leave it out: an object written into an array is an entity from its first write";
const DECLARED =
  "Leave it out: a field typed as a cell or stream arrives as one, any other as a value";
const PLAIN_TYPE =
  "Write the type itself: a reference has the type of its value (Reactive<T> is T)";

/** What to write in place of a name that `commonfabric` does not export. */
const REPLACEMENTS: ReadonlyMap<string, string> = new Map(Object.entries({
  derive: "Write computed(() => …), which follows what it reads",
  effect: "Write computed(() => …) for a value, or action(() => …) for what an event does",
  compute: "Write computed(() => …)",
  recipe: "Write pattern<Input, Output>((input) => …), without a name; [NAME] names the piece",
  render: "Return the view under [UI]; in a test, { render: vnode } shows one",
  createCell: NEW_CELL,
  signal: NEW_CELL,
  useState: NEW_CELL,
  opaqueRef: NEW_CELL,
  toOpaqueRef: NEW_CELL,
  stream: "Write action((event: Event) => …), or bind a handler: both are streams",
  createStream: "Write action((event: Event) => …), or bind a handler: both are streams",
  isCell: DECLARED,
  isStream: DECLARED,
  isOpaqueRef: DECLARED,
  isReactive: DECLARED,
  fetchData: "Write fetchJson<T>({ url }), or fetchText({ url })",
  fetchJSON: "Write fetchJson<T>({ url })",
  getRecipeEnvironment: "Write getPatternEnvironment()",
  llmTool: "Write patternTool(pattern, extra)",
  navigate: "Write navigateTo(cell)",
  isEqual: "Write equals(a, b) for the same entity, valueEqual(a, b) for the same contents",
  deepEqual: "Write valueEqual(a, b)",
  ID: IDENTITY,
  ID_FIELD: IDENTITY,
  OpaqueRef: PLAIN_TYPE,
  Opaque: PLAIN_TYPE,
  OpaqueRefMethods: PLAIN_TYPE,
  Mutable: "Write Writable<T>",
  CellLike: "Write AnyCell<T>",
  IDFields: IDENTITY,
  Recipe: "Write PatternFactory<Input, Output>",
  RecipeFactory: "Write PatternFactory<Input, Output>",
  Pattern: "Write PatternFactory<Input, Output>",
  NodeFactory: "Write PatternFactory<Input, Output> or LiftedFunction<Input, Output>",
  ModuleFactory: "Write LiftedFunction<Input, Output>",
  Handler: "Write HandlerFactory<State, Event>",
  Charm: "Write the output type of its pattern, or PieceReference<Output>",
  Piece: "Write the output type of its pattern, or PieceReference<Output>",
  BuiltInLLMParams: "Write LLMOptions",
  BuiltInLLMState: "Write LLMState<Result>",
  BuiltInLLMDialogState: "Write LLMDialogState",
  BuiltInLLMTool: "Write PatternTool",
  BuiltInLLMTools: "Write LLMTools",
  JSONSchemaMutable: "Write JSONSchema",
  SqliteDatabase: "Write SqliteDb",
}));

/** What to write in place of `name`, if it is known to have stood for something. */
export function replacementFor(name: string): string | undefined {
  return REPLACEMENTS.get(name);
}
