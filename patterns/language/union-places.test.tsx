import { assert, pattern, TESTS } from "commonfabric";
import UnionPlaces from "./union-places.tsx";

export default pattern(() => {
  const p = UnionPlaces({});
  const nested = {
    op: "or" as const,
    of: [
      { op: "from" as const, part: "x" },
      {
        op: "and" as const,
        of: [
          { op: "larger" as const, part: 5 },
          { op: "not" as const, of: { op: "from" as const, part: "y" } },
        ],
      },
    ],
  };
  const all = "(from x or (larger 5 and not from y));not (larger 3)";
  const answers = '{"m":["red"],"a":{"q":["z"],"r":[{"s":1}]},"l":[{"t":[{"u":["v"]}]}],"n":null}';
  return {
    [TESTS]: [
      { action: p.addRule, event: { when: nested } },
      {
        action: p.addRule,
        event: { when: { op: "not", of: { op: "or", of: [{ op: "larger", part: 3 }] } } },
      },
      { assertion: assert(() => p.texts.join(";") === all && p.rowTexts.join(";") === all) },
      { action: p.answer, event: { id: "m", value: ["red"] } },
      { action: p.answer, event: { id: "a", value: { q: ["z"], r: [{ s: 1 }] } } },
      { action: p.answer, event: { id: "l", value: [{ t: [{ u: ["v"] }] }] } },
      { action: p.answer, event: { id: "n", value: null } },
      { assertion: assert(() => JSON.stringify(p.answers.get()) === answers) },
      { assertion: assert(() => p.value === "1" && p.setting.get().value === 1) },
      { action: p.choose, event: { kind: "text", value: "t" } },
      { assertion: assert(() => p.value === '"t"' && p.setting.get().value === "t") },
      { action: p.choose, event: { kind: "list", value: [1, 2] } },
      { assertion: assert(() => p.value === "[1,2]") },
      { action: p.choose, event: { kind: "point", value: { x: 3 } } },
      {
        assertion: assert(() => {
          const now = p.setting.get();
          return p.value === '{"x":3}' && now.kind === "point" && now.value.x === 3;
        }),
      },
      { assertion: assert(() => p.loose === '{"deep":{"x":true}}') },
      { action: p.loosen, event: { next: { a: ["1"] } } },
      { assertion: assert(() => p.loose === '{"a":["1"]}') },
      { action: p.loosen, event: { next: { a: 4 } } },
      { assertion: assert(() => p.loose === '{"a":4}') },
      { assertion: assert(() => p.firsts === '[1,"a",{"x":1}]') },
    ],
  };
});
