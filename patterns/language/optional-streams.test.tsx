import { action, assert, pattern, TESTS, UI, type VNode, Writable } from "commonfabric";
import OptionalStreams from "./optional-streams.tsx";

function buttonsOf(view: unknown): VNode[] {
  if (Array.isArray(view)) return view.flatMap(buttonsOf);
  if (typeof view !== "object" || view === null) return [];
  const { name, children } = view as VNode;
  return name === "button" ? [view as VNode] : buttonsOf(children);
}

export default pattern(() => {
  const on = new Writable(false);
  // deno-lint-ignore no-explicit-any -- the parts are looked at by name
  const all = OptionalStreams({ on }) as any;
  const both = (path: string) =>
    action(() => {
      all.bare[path].send();
      all.given[path].send();
    });
  const finish = both("finish");
  const tell = both("tell");
  const forward = action(() => {
    all.bareBelow.forward.send();
    all.givenBelow.forward.send();
    all.bareBelow.leaf.finish.send();
    all.givenBelow.leaf.finish.send();
  });
  const click = action(() => {
    for (const button of buttonsOf(all.given[UI])) button.props.onClick.send();
  });
  const sometimes = action(() => all.sometimes.finish.send());
  // deno-lint-ignore no-explicit-any -- as above
  const finishMade = action(() => all.made.get().forEach((leaf: any) => leaf.finish.send()));
  const turnOn = action(() => on.set(true));

  return {
    [TESTS]: [
      { assertion: assert(() => all.bare.asked === "false,undefined,true,false") },
      { assertion: assert(() => all.given.asked === "true,object,false,true") },
      { assertion: assert(() => all.bare.chosen === "lacks" && all.given.chosen === "has") },
      { assertion: assert(() => all.bare.either === 0 && all.given.either === 1) },
      { assertion: assert(() => buttonsOf(all.bare[UI]).length === 0) },
      { assertion: assert(() => buttonsOf(all.given[UI]).length === 2) },
      { action: finish },
      {
        assertion: assert(() => all.bare.told.get() === "kept" && all.given.told.get() === "sent"),
      },
      { assertion: assert(() => all.log.get().join() === "given,open given") },
      { action: tell },
      { assertion: assert(() => all.bare.told.get() === "nobody") },
      { assertion: assert(() => all.given.told.get() === "somebody") },
      { assertion: assert(() => all.bareBelow.asked === "not given") },
      { assertion: assert(() => all.givenBelow.asked === "given") },
      { action: forward },
      { assertion: assert(() => all.log.get().join() === "given,open given,handler,middle,deep") },
      { assertion: assert(() => all.bare.asked === "false,undefined,true,false") },
      { action: click },
      { assertion: assert(() => all.log.get().slice(-2).join() === "click,and") },
      { action: sometimes },
      { assertion: assert(() => all.sometimes.told.get() === "kept" && !all.sometimes.either) },
      { action: turnOn },
      { action: sometimes },
      { assertion: assert(() => all.log.get().at(-1) === "sometimes") },
      { assertion: assert(() => all.sometimes.either === 1) },
      { assertion: assert(() => buttonsOf(all.byTag).length === 0) },
      { action: all.outsider.enter },
      { assertion: assert(() => all.outsider.seen === "no door" && all.room.times === 0) },
      { action: all.visitor.enter },
      { assertion: assert(() => all.visitor.seen === 2 && all.rooms.get() === 1) },
      { action: all.make },
      { assertion: assert(() => all.made.get()[0].asked === "false,undefined,true,false") },
      { assertion: assert(() => all.made.get()[1].asked === "true,object,false,false") },
      { action: finishMade },
      { assertion: assert(() => all.made.get()[0].told === "kept") },
      { assertion: assert(() => all.log.get().at(-1) === "told") },
    ],
  };
});
