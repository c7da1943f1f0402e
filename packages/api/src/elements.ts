/** All elements that JSX knows by name. */

import type { CfElements } from "./cf-elements.ts";
import type { HtmlElements, SvgElements } from "./html-elements.ts";

export type { HtmlAttributes } from "./html-elements.ts";

/** Elements of HTML, of SVG and of the component library. */
export interface Elements extends HtmlElements, SvgElements, CfElements {}
