import { action, assert, NAME, pattern, TESTS, Writable } from "commonfabric";
import PageOf, { isSame } from "./self-reference.tsx";

export default pattern(() => {
  const register = new Writable<any[]>([]);
  const home = PageOf({ title: "home", register });
  const deeper = action(() => home.children[0].addChild.send("sub"));
  return {
    [TESTS]: [
      { assertion: assert(() => home.crumbs === "home" && home.parent === null) },
      { action: home.addChild, event: "docs" },
      { assertion: assert(() => home.children.length === 1 && home.children[0].title === "docs") },
      { assertion: assert(() => home.children[0][NAME] === "Page docs") },
      { action: deeper },
      { assertion: assert(() => home.children[0].children[0].crumbs === "home/docs/sub") },
      { action: home.adopt },
      { action: home.adopt },
      {
        assertion: assert(() => register.get().length === 1 && register.get()[0].title === "home"),
      },
      { assertion: assert(() => isSame(register.get()[0], home)) },
      { assertion: assert(() => isSame(home.children[0].parent, home)) },
    ],
  };
});
