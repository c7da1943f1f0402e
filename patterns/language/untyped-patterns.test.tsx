import { action, assert, computed, NAME, pattern, TESTS } from "commonfabric";
import { describe, make, Page, Untyped } from "./untyped-patterns.tsx";

const table = { Untyped } as any;

export default pattern(() => {
  const page = Page({ title: "a" });
  const square = Untyped({ size: 3 });
  const found = table.Untyped({ size: 4 });
  const made = make("square", 5);
  const settings: any = JSON.parse('{"sizes":[1,2]}');
  const info = describe("square");
  const big = info.sizes.length > 2 ? "many" : "few";
  const sides: number[] = [];
  if (info.kind === "square") { for (const size of info.sizes) sides.push(size); }
  const view = (
    <ul title={info.label()}>
      {info.sizes.map((size: number) => <li>{size + 1}</li>)}
      <li>{computed(() => (made as any).area + 1)}</li>
    </ul>
  );
  const total = computed(() => square.area + found.area + (made as any).area);
  return {
    [TESTS]: [
      { assertion: assert(() => page[NAME] === "Page a" && page.views === 0) },
      { action: page.addPage },
      { action: page.addPage },
      { assertion: assert(() => page.pages.map((each) => each.title).join() === "a/1,a/2") },
      { action: action(() => page.pages[1]!.view.send()) },
      { assertion: assert(() => page.pages.map((each) => each.views).join() === "0,1") },
      { assertion: assert(() => square.size === 3 && square.area === 9) },
      { assertion: assert(() => found.size === 4 && found.area === 16) },
      { assertion: assert(() => (made as any).area === 25 && total === 50) },
      { assertion: assert(() => settings.sizes.length === 2 && settings.sizes[1] === 2) },
      { assertion: assert(() => info.kind === "square" && info.label() === "squares") },
      { assertion: assert(() => big === "many" && sides.join() === "1,2,3") },
      {
        assertion: assert(() =>
          JSON.stringify(view.children.flat().map((li: any) => li.children[0])) === "[2,3,4,26]"
        ),
      },
      { assertion: assert(() => view.props.title === "squares") },
    ],
    page,
  };
});
