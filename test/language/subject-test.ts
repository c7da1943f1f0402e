/** The test file that checks one corpus program through the author's own test language. */

import type { Case } from "@cf/ts-transformers/corpus";

/** Reads a view as text, and finds its event handlers, inside an assertion or an action. */
const READERS = `
type Any = any;
const text = (node: Any): string => {
  if (node === null || node === undefined || typeof node === "boolean") return "";
  if (Array.isArray(node)) return node.map(text).join("");
  if (typeof node !== "object") return String(node);
  if (typeof node.get === "function") return text(node.get());
  if (node.type !== "vnode") return text(node["$UI"]);
  const attributes = Object.entries(node.props).map(([name, value]: [string, Any]) => {
    if (typeof value?.send === "function" && name.startsWith("on")) return "";
    if (typeof value?.get === "function") return " " + name + "=<" + JSON.stringify(value.get()) + ">";
    return " " + name + "=" + (typeof value === "string" ? value : JSON.stringify(value));
  }).join("");
  return "<" + node.name + attributes + ">" + text(node.children) + "</" + node.name + ">";
};
const streams = (node: Any): Any[] => Array.isArray(node)
  ? node.flatMap(streams)
  : node === null || typeof node !== "object"
  ? []
  : node.type !== "vnode"
  ? streams(node["$UI"])
  : [
    ...Object.entries(node.props).filter(([name]) => name.startsWith("on")).map(([, v]) => v),
    ...streams(node.children),
  ];
`;

/** The text of a test of `subject.tsx`, which holds the case. */
export function testOf(test: Case): string {
  const given = test.given?.((value) => value) ?? {};
  const steps = (test.fire ?? []).map(([index, event]) =>
    `{ action: action(() => { streams((subject as Any)["$UI"])[${index}].send(${
      JSON.stringify(event) ?? ""
    }); }) }`
  );
  if (test.shows !== undefined) {
    steps.push(
      `{ assertion: assert(() => text((subject as Any)["$UI"]) === ${
        JSON.stringify(boundText(test.shows))
      }) }`,
    );
  }
  if (test.out !== undefined) {
    const out = JSON.stringify(JSON.stringify(test.out));
    steps.push(`{ assertion: assert(() => JSON.stringify((subject as Any).out) === ${out}) }`);
  }
  return `import { action, assert, pattern, TESTS } from "commonfabric";
import Subject from "./subject.tsx";
${READERS}
void action;
export default pattern(() => {
  const subject = Subject(${JSON.stringify(given)} as Any);
  return { [TESTS]: [${steps.join(",\n")}] };
});
`;
}

/** Every binding is a cell on the runtime, those of plain inputs too. */
function boundText(shows: string): string {
  return shows.replace(
    / (\$\w+)=(?!<)(\w+)/g,
    (_, name: string, value: string) =>
      ` ${name}=<${/^\d+$/.test(value) ? value : JSON.stringify(value)}>`,
  );
}
