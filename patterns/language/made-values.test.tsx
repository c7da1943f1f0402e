import { action, assert, pattern, TESTS, UI, type VNode, Writable } from "commonfabric";
import MadeValues from "./made-values.tsx";

function said(view: unknown): string {
  if (Array.isArray(view)) return view.map(said).join("");
  if (view === null || view === undefined || typeof view === "boolean") return "";
  if (typeof view !== "object") return String(view);
  const { props, children } = view as VNode;
  return `${props.class ?? ""}${said(children)}`;
}

export default pattern(() => {
  const plans = new Writable([{ hours: 1 }, { hours: 2 }, { hours: 0 }]);
  const picked = new Writable<{ hours: number }[]>([]);
  // deno-lint-ignore no-explicit-any -- the results are looked at by name
  const all = MadeValues({ plans, picked }) as any;
  const pick = action(() => picked.push(plans.get()[1]));
  const lengthen = action(() => plans.key(0).key("hours").set(8));

  return {
    [TESTS]: [
      { assertion: assert(() => said(all[UI]) === "frees11h21h.freeL!22h22h.") },
      { assertion: assert(() => all.ofList.join() === "free,free,free") },
      { assertion: assert(() => all.ofComputedList.join() === "0,0") },
      { assertion: assert(() => all.added.join() === "21,11,21" && all.ofLiteral === "short") },
      // deno-lint-ignore no-explicit-any -- as above
      { assertion: assert(() => all.parts.map((p: any) => p.text + p.long)[1] === "Ltrue") },
      { assertion: assert(() => all.counted === 1 && all.found === 2) },
      { assertion: assert(() => all.inComputed.join() === "0,1,0") },
      { assertion: assert(() => all.labels === "1h,2h,0h" && all.half.join() === "2.5,3,2") },
      { assertion: assert(() => all.directly === "few") },
      { action: all.say },
      { assertion: assert(() => all.said.get() === "short 1h") },
      { action: pick },
      { assertion: assert(() => all.ofList.join() === "free,picked,free") },
      { assertion: assert(() => all.inComputed.join() === "0,0,0") },
      { assertion: assert(() => said(all[UI]).endsWith("pickedL!22h22h.")) },
      { action: lengthen },
      { assertion: assert(() => all.counted === 2 && all.labels === "8h,2h,0h") },
      { action: all.say },
      { assertion: assert(() => all.said.get() === "long") },
    ],
  };
});
