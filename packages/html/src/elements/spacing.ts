/** The spacing scale of layout elements, as style rules for their attributes. */

import { type CSSResult, unsafeCSS } from "lit";

const STEPS = [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 20, 24];
const NAMED = { none: 0, xs: 1, sm: 2, md: 4, lg: 6, xl: 8 } as const;

const ALIGN = {
  start: "flex-start",
  center: "center",
  end: "flex-end",
  stretch: "stretch",
  baseline: "baseline",
} as const;

const JUSTIFY = {
  start: "flex-start",
  center: "center",
  end: "flex-end",
  between: "space-between",
  around: "space-around",
  evenly: "space-evenly",
  "space-between": "space-between",
} as const;

function scale(attribute: string, property: string): string {
  const steps = STEPS.map((step) => [String(step), step] as const);
  return [...steps, ...Object.entries(NAMED)].map(([name, step]) =>
    `:host([${attribute}="${name}"]) { ${property}: ${step * 0.25}rem }`
  ).join("\n");
}

function choices(attribute: string, property: string, values: Record<string, string>): string {
  return Object.entries(values).map(([name, value]) =>
    `:host([${attribute}="${name}"]) { ${property}: ${value} }`
  ).join("\n");
}

/** Rules for `gap` and `padding`. */
export const spacingStyles: CSSResult = unsafeCSS(
  `${scale("gap", "gap")}\n${scale("padding", "padding")}`,
);

/** Rules for `align` and `justify`. */
export const alignmentStyles: CSSResult = unsafeCSS(
  // Browsers read `align` on any element as an alignment of text, which is not what is meant.
  `:host([align]) { text-align: inherit }
  ${choices("align", "align-items", ALIGN)}\n${choices("justify", "justify-content", JUSTIFY)}
  :host([wrap]) { flex-wrap: wrap }
  :host([reverse]) { flex-direction: row-reverse }`,
);
