/** The elements of HTML and SVG with their ordinary attributes. */

import type { Attribute, CommonAttributes, Flag, NumberLike } from "./attributes.ts";
import type { AnyText } from "./text.ts";

/** The attributes of an element that needs no list of its own. */
export type HtmlAttributes = CommonAttributes;

/** Attributes of `<a>`. */
export interface AAttributes extends CommonAttributes {
  href?: Attribute<string>;
  target?: Attribute<string>;
  rel?: Attribute<string>;
  download?: Attribute<string | boolean>;
}

/** Attributes of `<audio>`. */
export interface AudioAttributes extends CommonAttributes {
  src?: Attribute<string>;
  controls?: Flag;
}

/** Attributes of `<button>`. */
export interface ButtonAttributes extends CommonAttributes {
  type?: Attribute<"button" | "submit" | "reset" | AnyText>;
  disabled?: Flag;
  name?: Attribute<string>;
  value?: Attribute<string | number>;
}

/** Attributes of `<details>`. */
export interface DetailsAttributes extends CommonAttributes {
  open?: Flag;
}

/** Attributes of `<dialog>`. */
export interface DialogAttributes extends CommonAttributes {
  open?: Flag;
}

/** Attributes of `<form>`. */
export interface FormAttributes extends CommonAttributes {
  action?: Attribute<string>;
  method?: Attribute<string>;
}

/** Attributes of `<iframe>`. */
export interface IframeAttributes extends CommonAttributes {
  src?: Attribute<string>;
  srcdoc?: Attribute<string>;
  sandbox?: Attribute<string>;
}

/** Attributes of `<img>`. */
export interface ImgAttributes extends CommonAttributes {
  src?: Attribute<string>;
  alt?: Attribute<string>;
  width?: NumberLike;
  height?: NumberLike;
  loading?: Attribute<string>;
}

/** Attributes of `<input>`. */
export interface InputAttributes extends CommonAttributes {
  type?: Attribute<string>;
  value?: Attribute<string | number | boolean>;
  checked?: Flag;
  placeholder?: Attribute<string>;
  name?: Attribute<string>;
  min?: NumberLike;
  max?: NumberLike;
  step?: NumberLike;
  disabled?: Flag;
  readonly?: Flag;
  required?: Flag;
  list?: Attribute<string>;
}

/** Attributes of `<label>`. */
export interface LabelAttributes extends CommonAttributes {
  for?: Attribute<string>;
  htmlFor?: Attribute<string>;
}

/** Attributes of `<meter>`. */
export interface MeterAttributes extends CommonAttributes {
  value?: NumberLike;
  min?: NumberLike;
  max?: NumberLike;
  low?: NumberLike;
  high?: NumberLike;
  optimum?: NumberLike;
}

/** Attributes of `<option>`. */
export interface OptionAttributes extends CommonAttributes {
  value?: Attribute<string | number>;
  selected?: Flag;
  disabled?: Flag;
}

/** Attributes of `<progress>`. */
export interface ProgressAttributes extends CommonAttributes {
  value?: NumberLike;
  max?: NumberLike;
}

/** Attributes of `<select>`. */
export interface SelectAttributes extends CommonAttributes {
  value?: Attribute<string | number>;
  multiple?: Flag;
  disabled?: Flag;
  name?: Attribute<string>;
}

/** Attributes of `<td>`. */
export interface TdAttributes extends CommonAttributes {
  colspan?: NumberLike;
  rowspan?: NumberLike;
}

/** Attributes of `<textarea>`. */
export interface TextareaAttributes extends CommonAttributes {
  value?: Attribute<string>;
  placeholder?: Attribute<string>;
  rows?: NumberLike;
  cols?: NumberLike;
  disabled?: Flag;
  readonly?: Flag;
}

/** Attributes of `<th>`. */
export interface ThAttributes extends CommonAttributes {
  colspan?: NumberLike;
  rowspan?: NumberLike;
  scope?: Attribute<string>;
}

/** Attributes of `<time>`. */
export interface TimeAttributes extends CommonAttributes {
  datetime?: Attribute<string>;
}

/** Attributes of `<video>`. */
export interface VideoAttributes extends CommonAttributes {
  src?: Attribute<string>;
  controls?: Flag;
  poster?: Attribute<string>;
  width?: NumberLike;
  height?: NumberLike;
}

/** Every element of HTML by its name. */
export interface HtmlElements {
  a: AAttributes;
  abbr: HtmlAttributes;
  address: HtmlAttributes;
  area: HtmlAttributes;
  article: HtmlAttributes;
  aside: HtmlAttributes;
  audio: AudioAttributes;
  b: HtmlAttributes;
  base: HtmlAttributes;
  bdi: HtmlAttributes;
  bdo: HtmlAttributes;
  blockquote: HtmlAttributes;
  body: HtmlAttributes;
  br: HtmlAttributes;
  button: ButtonAttributes;
  canvas: HtmlAttributes;
  caption: HtmlAttributes;
  cite: HtmlAttributes;
  code: HtmlAttributes;
  col: HtmlAttributes;
  colgroup: HtmlAttributes;
  data: HtmlAttributes;
  datalist: HtmlAttributes;
  dd: HtmlAttributes;
  del: HtmlAttributes;
  details: DetailsAttributes;
  dfn: HtmlAttributes;
  dialog: DialogAttributes;
  div: HtmlAttributes;
  dl: HtmlAttributes;
  dt: HtmlAttributes;
  em: HtmlAttributes;
  embed: HtmlAttributes;
  fieldset: HtmlAttributes;
  figcaption: HtmlAttributes;
  figure: HtmlAttributes;
  footer: HtmlAttributes;
  form: FormAttributes;
  h1: HtmlAttributes;
  h2: HtmlAttributes;
  h3: HtmlAttributes;
  h4: HtmlAttributes;
  h5: HtmlAttributes;
  h6: HtmlAttributes;
  head: HtmlAttributes;
  header: HtmlAttributes;
  hgroup: HtmlAttributes;
  hr: HtmlAttributes;
  html: HtmlAttributes;
  i: HtmlAttributes;
  iframe: IframeAttributes;
  img: ImgAttributes;
  input: InputAttributes;
  ins: HtmlAttributes;
  kbd: HtmlAttributes;
  label: LabelAttributes;
  legend: HtmlAttributes;
  li: HtmlAttributes;
  link: HtmlAttributes;
  main: HtmlAttributes;
  map: HtmlAttributes;
  mark: HtmlAttributes;
  menu: HtmlAttributes;
  meta: HtmlAttributes;
  meter: MeterAttributes;
  nav: HtmlAttributes;
  noscript: HtmlAttributes;
  object: HtmlAttributes;
  ol: HtmlAttributes;
  optgroup: HtmlAttributes;
  option: OptionAttributes;
  output: HtmlAttributes;
  p: HtmlAttributes;
  picture: HtmlAttributes;
  pre: HtmlAttributes;
  progress: ProgressAttributes;
  q: HtmlAttributes;
  rp: HtmlAttributes;
  rt: HtmlAttributes;
  ruby: HtmlAttributes;
  s: HtmlAttributes;
  samp: HtmlAttributes;
  script: HtmlAttributes;
  search: HtmlAttributes;
  section: HtmlAttributes;
  select: SelectAttributes;
  slot: HtmlAttributes;
  small: HtmlAttributes;
  source: HtmlAttributes;
  span: HtmlAttributes;
  strong: HtmlAttributes;
  style: HtmlAttributes;
  sub: HtmlAttributes;
  summary: HtmlAttributes;
  sup: HtmlAttributes;
  table: HtmlAttributes;
  tbody: HtmlAttributes;
  td: TdAttributes;
  template: HtmlAttributes;
  textarea: TextareaAttributes;
  tfoot: HtmlAttributes;
  th: ThAttributes;
  thead: HtmlAttributes;
  time: TimeAttributes;
  title: HtmlAttributes;
  tr: HtmlAttributes;
  track: HtmlAttributes;
  u: HtmlAttributes;
  ul: HtmlAttributes;
  var: HtmlAttributes;
  video: VideoAttributes;
  wbr: HtmlAttributes;
}

/** The elements of SVG by their names. */
export interface SvgElements {
  animate: HtmlAttributes;
  circle: HtmlAttributes;
  clipPath: HtmlAttributes;
  defs: HtmlAttributes;
  desc: HtmlAttributes;
  ellipse: HtmlAttributes;
  filter: HtmlAttributes;
  g: HtmlAttributes;
  image: HtmlAttributes;
  line: HtmlAttributes;
  linearGradient: HtmlAttributes;
  marker: HtmlAttributes;
  mask: HtmlAttributes;
  path: HtmlAttributes;
  pattern: HtmlAttributes;
  polygon: HtmlAttributes;
  polyline: HtmlAttributes;
  radialGradient: HtmlAttributes;
  rect: HtmlAttributes;
  stop: HtmlAttributes;
  svg: HtmlAttributes;
  symbol: HtmlAttributes;
  text: HtmlAttributes;
  textPath: HtmlAttributes;
  tspan: HtmlAttributes;
  use: HtmlAttributes;
  view: HtmlAttributes;
  foreignObject: HtmlAttributes;
}
