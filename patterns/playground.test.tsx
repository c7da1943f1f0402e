import { assert, type FetchMock, pattern, TESTS, UI } from "commonfabric";
import Playground from "./playground.tsx";

const main = `import { computed, pattern } from "commonfabric";
import { shout } from "./shout.ts";
export default pattern<{ n: number }>(({ n }) => ({ shown: computed(() => shout("n is " + n)) }));
`;

export const fetchMocks: FetchMock[] = [
  { urlIncludes: "/lib/main.tsx", body: main },
  {
    urlIncludes: "/lib/shout.ts",
    body: 'export const shout = (text: string): string => text.toUpperCase() + "!";\n',
  },
];

export default pattern(() => {
  const it = Playground({});
  return {
    [TESTS]: [
      { settle: true },
      { assertion: assert(() => it.shown === 2 && it.problems.length === 0 && !it.running) },
      { action: it.choose, event: 21 },
      { assertion: assert(() => it.shown === 42) },
      {
        action: it.write,
        event: "import { pattern } from 'commonfabric';\nexport default pattern((;\n",
      },
      { settle: true },
      {
        assertion: assert(() =>
          it.shown === undefined && it.problems[0].startsWith("/main.tsx:2 ")
        ),
      },
      { action: it.load, event: "https://example.org/lib/main.tsx" },
      { settle: true },
      { assertion: assert(() => it.shown === "N IS 21!" && it.problems.length === 0) },
      { assertion: assert(() => it.files.join() === "/lib/main.tsx,/lib/shout.ts") },
      { action: it.open },
      { render: it[UI] },
      { action: it.load, event: "https://example.org/nowhere.tsx" },
      { settle: true },
      { assertion: assert(() => it.problems[0].includes("nowhere.tsx") && it.shown === undefined) },
      { action: it.load, event: "" },
      {
        action: it.write,
        event:
          'import { pattern } from "commonfabric";\nexport default pattern(() => ({ shown: "mine" }));\n',
      },
      { settle: true },
      { assertion: assert(() => it.shown === "mine") },
    ],
  };
});
