/** View nodes: the plain objects that JSX evaluates to, shared by the runtime and the view. */

/**
 * One element of a view, as `h(name, props, ...children)` makes it. Any value of `props`, any child
 * and `children` itself may be a reactive reference instead of the value.
 */
export interface VNode {
  readonly type: "vnode";
  /** The element's name, e.g. `div` or `cf-button`. */
  readonly name: string;
  readonly props: Readonly<Record<string, unknown>> | null;
  /** Texts, numbers, view nodes, references and nested arrays; others render nothing. */
  readonly children: unknown;
}

/** Whether `value` is a {@linkcode VNode}. */
export function isVNode(value: unknown): value is VNode {
  return typeof value === "object" && value !== null &&
    (value as VNode).type === "vnode" && typeof (value as VNode).name === "string";
}
