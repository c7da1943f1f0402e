/**
 * A tree of parts: each level chooses in a computation which pattern shows its entity, and hands on
 * what it read of it. The parts write to the entity itself, and depth costs no more than size.
 */

import { computed, handler, lift, pattern, Stream, Writable } from "commonfabric";

export type Part =
  | { kind: "text"; text: string }
  | { kind: "group"; open: boolean; children: Part[] };
type Group = Extract<Part, { kind: "group" }>;

export interface PartView {
  words: number;
  label: string;
  toggle: Stream<void>;
}

const toggle = handler<void, { part: Writable<Part> }>((_, { part }) => {
  const group = part as Writable<Group>;
  if (group.get().kind === "group") group.key("open").set(!group.key("open").get());
});
const sum = lift((views: { words: number }[]) => views.reduce((all, { words }) => all + words, 0));

const GroupView = pattern<{ part: Part }, PartView>(({ part }) => {
  const children = part.kind === "group" ? part.children : [];
  const views = children.map((child) => AnyView({ part: child }));
  return {
    words: sum(views),
    label: computed(() => part.kind === "group" && part.open ? "open" : "closed"),
    toggle: toggle({ part }),
  };
});

const TextView = pattern<{ part: Part }, PartView>(({ part }) => ({
  words: computed(() => part.kind === "text" ? part.text.split(" ").length : 0),
  label: computed(() => part.kind),
  toggle: toggle({ part }),
}));

export const AnyView = pattern<{ part: Part }, PartView>(({ part }): PartView => {
  const view = computed(() => part.kind === "group" ? GroupView({ part }) : TextView({ part }));
  return { words: view.words, label: view.label, toggle: toggle({ part }) };
});

export default pattern<{ parts: Part[] }, { parts: Part[]; shown: PartView[]; first: PartView }>(
  ({ parts }) => ({
    parts,
    shown: parts.map((part) => AnyView({ part })),
    first: computed(() => GroupView({ part: parts[0] })),
  }),
);
