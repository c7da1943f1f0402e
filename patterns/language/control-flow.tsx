/** One question, many spellings: operators and builders choose what is built. */
import {
  computed,
  Default,
  ifElse,
  NAME,
  pattern,
  str,
  UI,
  unless,
  when,
  Writable,
} from "commonfabric";

type Shape =
  | { kind: "circle"; radius: number }
  | { kind: "square"; side: number }
  | { kind: "label"; text?: string };

interface Input {
  shape: Shape | Default<{ kind: "circle"; radius: 1 }>;
  open: Writable<boolean | Default<false>>;
  name?: string;
  error?: string | null;
  count: number | Default<0>;
}

function area(shape: Shape): number {
  switch (shape.kind) {
    case "circle":
      return Math.round(Math.PI * shape.radius ** 2);
    case "square":
      return shape.side ** 2;
    default:
      return 0;
  }
}

export default pattern<Input>(({ shape, open, name, error, count }) => {
  const size = computed(() => area(shape));
  const kind = shape.kind === "circle" ? "round" : shape.kind === "square" ? "edgy" : "flat";
  const shown = name ?? "nobody";
  const initial = name && name[0].toUpperCase();
  const text = open ? "open" : "closed";
  return {
    [NAME]: str`${kind} of ${size}`,
    [UI]: (
      <div class={open.get() ? "on" : "off"}>
        {error && <b>{error}</b>}
        {open.get() ? <p>{shown}</p> : null}
        {ifElse(open, <i>yes</i>, <i>no</i>)}
        {when(count > 2, <span>many</span>)}
        {unless(count, <span>none</span>)}
        {!open.get() && count === 0 ? "idle" : `busy ${count}`}
      </div>
    ),
    size,
    kind,
    shown,
    initial,
    text,
    openText: ifElse(open, "open", "closed"),
    many: when(count > 2, "many"),
    few: unless(count > 2, "few"),
    either: name || error || "neither",
    both: computed(() => open.get() && name ? `${name} is open` : "no"),
    length: name?.length ?? -1,
  };
});
