import { assert, pattern, TESTS } from "commonfabric";
import Identity from "./identity.tsx";

export default pattern(() => {
  const it = Identity({});
  return {
    [TESTS]: [
      { action: it.add, event: "a" },
      { action: it.add, event: "a" },
      { action: it.add, event: "c" },
      {
        assertion: assert(() => it.twins === true && it.byMethod === true && it.byStatic === false),
      },
      { action: it.select, event: 0 },
      { assertion: assert(() => it.index === 0 && it.firstIsSelected === true) },
      { action: it.pin, event: 0 },
      { action: it.pin, event: 0 },
      { assertion: assert(() => it.titles === "*a,a,c" && it.pinnedTitles === "a") },
      { action: it.moveUp },
      { assertion: assert(() => it.titles === "a,c,*a" && it.index === 2 && !it.firstIsSelected) },
      { action: it.rename, event: "z" },
      { assertion: assert(() => it.titles === "a,c,*z" && it.pinnedTitles === "z") },
      { action: it.finish, event: 1 },
      { action: it.dropDone },
      { assertion: assert(() => it.titles === "a,*z" && it.index === 1) },
      { action: it.unpin, event: 1 },
      { assertion: assert(() => it.titles === "a,z" && it.pinnedTitles === "") },
    ],
  };
});
