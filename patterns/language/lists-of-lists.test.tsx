import { action, assert, NAME, pattern, TESTS, UI, Writable } from "commonfabric";
import Menu from "./lists-of-lists.tsx";

function text(node: any): string {
  if (node === null || node === undefined || typeof node === "boolean") return "";
  if (Array.isArray(node)) return node.map(text).join("");
  if (typeof node === "object") {
    return node[UI] ? text(node[UI]) : `<${node.name}>${text(node.children)}`;
  }
  return String(node);
}

export default pattern(() => {
  const sections = new Writable([
    { title: "Hot", items: [{ name: "soup", price: 4, tags: ["v"] }, { name: "stew", price: 9 }] },
    { title: "Cold", items: [{ name: "salad", price: 3, tags: ["v", "new"] }] },
  ]);
  const discount = new Writable(1);
  const hidden = new Writable<string[]>([]);
  const menu = Menu({ sections, discount, hidden });
  return {
    [TESTS]: [
      {
        assertion: assert(() =>
          menu[NAME] === "Menu (2)" && menu.total === 16 && menu.first === "soup"
        ),
      },
      { assertion: assert(() => menu.cheapNames.join() === "soup,salad" && menu.anyDear === true) },
      { assertion: assert(() => menu.labels.join() === "0:Hot:2,1:Cold:1") },
      {
        assertion: assert(() =>
          menu.sorted.join() === "salad,soup,stew" && menu.tags.join() === "new,v"
        ),
      },
      { assertion: assert(() => text(menu[UI]).includes("<p>0.1 Hot: stew <em>$8.00")) },
      { assertion: assert(() => text(menu[UI]).includes("<cf-badge>salad-new")) },
      {
        assertion: assert(() =>
          text(menu[UI]).includes("cheap: 2") && text(menu[UI]).includes("dear: 1")
        ),
      },
      {
        action: action(() => {
          discount.set(2);
          hidden.push("soup");
          sections.key(0, "title").set("Warm");
        }),
      },
      { assertion: assert(() => text(menu[UI]).includes("<p>0.0 Warm: stew <em>$7.00")) },
      { assertion: assert(() => !text(menu[UI]).includes("soup")) },
      { action: action(() => sections.push({ title: "Late", items: [] })) },
      { assertion: assert(() => menu[NAME] === "Menu (3)" && menu.labels[2] === "2:Late:0") },
      { action: action(() => sections.set([])) },
      {
        assertion: assert(() =>
          menu.first === "nothing" && menu.total === 0 && menu.cheap.length === 0
        ),
      },
      { action: action(() => hidden.set(["stew", "tea"])) },
      { assertion: assert(() => menu.places.join() === "1/2 stew,2/2 tea") },
      { render: menu },
    ],
  };
});
