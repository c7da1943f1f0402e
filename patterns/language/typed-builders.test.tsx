import { assert, NAME, pattern, TESTS, type TestStep } from "commonfabric";
import TypedBuilders from "./typed-builders.tsx";

export default pattern(() => {
  const it = TypedBuilders({});
  const steps: TestStep[] = [
    { assertion: assert(() => it.plain[NAME] === "Note: plain") },
    { assertion: assert(() => it.fromCell.title === "Ada" && it.fromReference.title === "by Ada") },
    { assertion: assert(() => it.untitled[NAME] === "Note: Untitled") },
    { action: it.mine.write, event: "for me" },
    { action: it.untitled.write, event: "in passing" },
    { assertion: assert(() => it.mine.text === "for me" && it.untitled.text === "in passing") },
    { assertion: assert(() => it.plain.text === "") },
  ];
  return { [TESTS]: steps };
});
