/** Writing the value of a field without disturbing who types in it. */

/** A field with a caret. */
export type TextField = HTMLInputElement | HTMLTextAreaElement;

/**
 * Sets the text of `field`. A focused field keeps its selection: what stands before and after the
 * changed middle keeps its distance to the ends.
 */
export function setTextValue(field: TextField, value: string): void {
  const before = field.value;
  if (before === value) return;
  if (field.type === "number" && before !== "" && Number(before) === Number(value)) return;
  const root = field.getRootNode() as Document | ShadowRoot;
  const start = root.activeElement === field ? selectionStart(field) : null;
  if (start === null) {
    field.value = value;
    return;
  }
  const end = field.selectionEnd ?? start;
  const direction = field.selectionDirection ?? "none";
  field.value = value;
  field.setSelectionRange(
    movedOffset(before, value, start),
    movedOffset(before, value, end),
    direction,
  );
}

/** Where an offset into `before` lies in `after`, when one stretch between them was replaced. */
export function movedOffset(before: string, after: string, offset: number): number {
  const shared = Math.min(before.length, after.length);
  let prefix = 0;
  while (prefix < shared && before[prefix] === after[prefix]) prefix++;
  if (offset <= prefix) return offset;
  let suffix = 0;
  while (
    suffix < shared - prefix &&
    before[before.length - 1 - suffix] === after[after.length - 1 - suffix]
  ) suffix++;
  const fromEnd = before.length - offset;
  return fromEnd <= suffix ? after.length - fromEnd : after.length - suffix;
}

/** The caret, or `null` in fields that have none, such as those for numbers. */
function selectionStart(field: TextField): number | null {
  try {
    return field.selectionStart;
  } catch {
    return null;
  }
}
