import { assert, NAME, pattern, TESTS, UI } from "commonfabric";
import Comments from "./comment-tree.tsx";

export default pattern(() => {
  const subject = Comments({});
  return {
    [TESTS]: [
      { assertion: assert(() => subject.size === 1 && subject[NAME] === "Thread of 1") },
      { action: subject.reply, event: { path: [], text: "one" } },
      { action: subject.reply, event: { path: [], text: "two" } },
      { action: subject.reply, event: { path: [0], text: "one.one" } },
      { assertion: assert(() => subject.size === 4) },
      { assertion: assert(() => subject.root.replies[0].replies[0].text === "one.one") },
      { assertion: assert(() => subject[NAME] === "Thread of 4") },
      { assertion: assert(() => JSON.stringify(subject[UI]).includes("one.one")) },
      { render: subject[UI] },
    ],
  };
});
