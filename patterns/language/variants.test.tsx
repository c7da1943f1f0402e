import { assert, FS, NAME, pattern, TESTS, TYPE } from "commonfabric";
import Shelf from "./variants.tsx";

export default pattern(() => {
  const shelf = Shelf({});
  return {
    [TESTS]: [
      { assertion: assert(() => shelf.tile.name === "cf-card") },
      { assertion: assert(() => shelf.chip.name === "cf-chip") },
      { assertion: assert(() => shelf.plain.name === "p") },
      { assertion: assert(() => shelf.soup[TYPE] === "recipe") },
      { assertion: assert(() => shelf.soup[FS]["title.txt"] === "SOUP") },
      { action: shelf.soup.rename, event: "Stew" },
      { assertion: assert(() => shelf.soup[FS]["title.txt"] === "STEW") },
      { assertion: assert(() => shelf.soup[NAME] === "Recipe: Stew") },
      { render: shelf.tile },
    ],
  };
});
