/** A story by scenes: a record of objects with lists, read and extended while it is played. */

import { type Cell, cell, Default, handler, ifElse, lift, pattern, str } from "commonfabric";
interface Choice {
  text: string;
  to: string;
  needs?: string;
}
interface Scene {
  text: string;
  choices: Default<Choice[], []>;
  gives?: string;
}
interface Args {
  scenes: Default<
    Record<string, Scene>,
    {
      start: {
        text: "A door.";
        choices: [{ text: "open"; to: "hall"; needs: "key" }, { text: "search"; to: "rug" }];
      };
      rug: { text: "A rug."; gives: "key"; choices: [{ text: "back"; to: "start" }] };
      hall: { text: "The hall." };
    }
  >;
}
const choose = handler(
  (
    e: { index?: number } | undefined,
    { scenes, at, items, path, refused }: {
      scenes: Record<string, Scene>;
      at: Cell<string>;
      items: Cell<string[]>;
      path: Cell<string[]>;
      refused: Cell<number>;
    },
  ) => {
    const choice = scenes[at.get()]?.choices[e?.index ?? 0];
    if (!choice || (choice.needs && !items.get().includes(choice.needs)) || !scenes[choice.to]) {
      refused.set(refused.get() + 1);
      return;
    }
    path.push(at.get());
    at.set(choice.to);
    const gift = scenes[choice.to]!.gives;
    if (gift) items.addUnique(gift);
  },
);
const back = handler((_: unknown, { at, path }: { at: Cell<string>; path: Cell<string[]> }) => {
  const p = path.get();
  if (p.length === 0) return;
  at.set(p.at(-1)!);
  path.set(p.slice(0, -1));
});
const write = handler(
  (
    e: { id: string; text?: string; choice?: Choice },
    { scenes }: { scenes: Cell<Record<string, Scene>> },
  ) => {
    if (!scenes.get()[e.id]) scenes.key(e.id).set({ text: e.text ?? "…", choices: [] });
    else if (e.text) scenes.key(e.id).key("text").set(e.text);
    if (e.choice) scenes.key(e.id).key("choices").push(e.choice);
  },
);
export const storyBranches = pattern<Args>(({ scenes }) => {
  const at = cell("start"),
    items = cell<string[]>([]),
    path = cell<string[]>([]),
    refused = cell(0);
  const scene = lift(({ scenes, at }: { scenes: Record<string, Scene>; at: string }) => scenes[at])(
    { scenes, at },
  );
  const options = lift(({ scene, items }: { scene: Scene | undefined; items: string[] }) =>
    (scene?.choices ?? []).map((c) => `${c.needs && !items.includes(c.needs) ? "🔒" : ""}${c.text}`)
  )({ scene, items });
  const dead = lift((ss: Record<string, Scene>) =>
    Object.entries(ss).filter(([, s]) => s.choices.length === 0).map(([k]) => k).sort()
  )(scenes);
  return {
    at,
    items,
    path,
    options,
    refused,
    dead,
    text: scene.text,
    end: ifElse(options.length, "", "The end"),
    line: str`${scene.text} [${options}]`,
    choose: choose({ scenes, at, items, path, refused }),
    back: back({ at, path }),
    write: write({ scenes }),
  };
});
