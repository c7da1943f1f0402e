/** A text with a cursor that can be undone and redone. */

import { type Cell, cell, Default, handler, lift, pattern, str } from "commonfabric";
interface EditorState {
  text: string;
  cursor: number;
}
interface Snapshot extends EditorState {
  label: string;
}
const clone = <T>(value: T): T => JSON.parse(JSON.stringify(value));
const snapshotOf = (s: EditorState, label: string): Snapshot => ({ ...clone(s), label });
type Ctx = { state: Cell<EditorState>; past: Cell<Snapshot[]>; future: Cell<Snapshot[]> };
const apply = (ctx: Ctx, next: EditorState, label: string) => {
  const before = snapshotOf(ctx.state.get(), label);
  ctx.past.push(before);
  ctx.future.set([]);
  ctx.state.set(next);
};
const insert = handler((event: { text?: string; at?: number } | string | undefined, ctx: Ctx) => {
  const text = typeof event === "string" ? event : event?.text;
  if (!text) return;
  const { text: old, cursor } = ctx.state.get();
  const at = typeof event === "object" && typeof event.at === "number"
    ? Math.min(Math.max(0, event.at), old.length)
    : cursor;
  apply(
    ctx,
    { text: old.slice(0, at) + text + old.slice(at), cursor: at + text.length },
    `insert ${text}`,
  );
});
const backspace = handler((event: { count?: number } | undefined, ctx: Ctx) => {
  const { text, cursor } = ctx.state.get();
  const n = Math.min(event?.count ?? 1, cursor);
  if (n === 0) return;
  apply(
    ctx,
    { text: text.slice(0, cursor - n) + text.slice(cursor), cursor: cursor - n },
    `delete ${n}`,
  );
});
const step = (from: Cell<Snapshot[]>, to: Cell<Snapshot[]>, state: Cell<EditorState>) => {
  const stack = from.get();
  const last = stack[stack.length - 1];
  if (!last) return;
  from.set(stack.slice(0, -1));
  to.push(snapshotOf(state.get(), last.label));
  state.set({ text: last.text, cursor: last.cursor });
};
const undo = handler((e: { steps?: number } | undefined, { state, past, future }: Ctx) => {
  for (let i = 0; i < (e?.steps ?? 1); i++) step(past, future, state);
});
const redo = handler((_: unknown, { state, past, future }: Ctx) => step(future, past, state));
export const textEditor = pattern<{ initial: Default<string, ""> }>(({ initial }) => {
  const state = cell<EditorState>({ text: "", cursor: 0 });
  const past = cell<Snapshot[]>([]);
  const future = cell<Snapshot[]>([]);
  const ctx = { state, past, future };
  const stats = lift((s: EditorState) => ({
    chars: s.text.length,
    words: s.text.split(/\s+/).filter(Boolean).length,
  }))(state);
  const undoLabels = lift((p: Snapshot[]) => p.map((x) => x.label).reverse())(past);
  return {
    text: state.key("text"),
    cursor: state.key("cursor"),
    stats,
    view: lift(({ text, cursor }: EditorState) => `${text.slice(0, cursor)}|${text.slice(cursor)}`)(
      { text: state.key("text").get(), cursor: state.key("cursor").get() },
    ),
    canUndo: lift((p: unknown[]) => p.length > 0)(past),
    canRedo: lift((p: unknown[]) => p.length > 0)(future),
    undoLabels,
    title: str`${initial}(${stats.chars} chars, ${stats.words} words)`,
    insert: insert(ctx),
    backspace: backspace(ctx),
    undo: undo(ctx),
    redo: redo({ ...ctx }),
  };
});
