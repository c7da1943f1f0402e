import { assert, pattern, TESTS } from "commonfabric";
import Glossary from "./glossary.tsx";

export default pattern(() => {
  const glossary = Glossary({});
  return {
    [TESTS]: [
      { assertion: assert(() => glossary.count === 5) },
      { assertion: assert(() => glossary.groups.map((g) => g.letter).join("") === "CHLP") },
      {
        assertion: assert(() =>
          glossary.groups[2].terms[0].meaning === 'A value that says "see there"'
        ),
      },
      {
        assertion: assert(() =>
          glossary.groups[3].terms.map((t) => t.term).join() === "pattern,piece"
        ),
      },
      { render: glossary },
      { action: glossary.define, event: { term: "cell", meaning: "A room" } },
      { action: glossary.define, event: { term: "cell", meaning: "A small room" } },
      { action: glossary.define, event: { term: "space", meaning: "Where pieces live" } },
      { assertion: assert(() => glossary.count === 6) },
      { assertion: assert(() => glossary.groups[0].terms[0].meaning === "A small room") },
      { action: glossary.search, event: { text: "TRANSACTION" } },
      {
        assertion: assert(() =>
          glossary.groups.length === 1 && glossary.groups[0].terms[0].term === "handler"
        ),
      },
      { render: glossary },
    ],
  };
});
