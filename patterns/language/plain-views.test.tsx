import { assert, pattern, TESTS, UI } from "commonfabric";
import PlainViews from "./plain-views.tsx";

export default pattern(() => {
  const it = PlainViews({});
  return {
    [TESTS]: [
      { assertion: assert(() => it.written.name === "p" && it.written.props.class === "written") },
      { assertion: assert(() => it.written.children[0] === "by hand, for ") },
      { assertion: assert(() => it.list.children.flat().length === 2) },
      { assertion: assert(() => it[UI].name === "dl") },
      { render: it[UI] },
      { render: it.definition },
    ],
  };
});
