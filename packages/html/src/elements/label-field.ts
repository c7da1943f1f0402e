/** Gives a field its accessible name from elements elsewhere. */

import { CfFormField } from "./cf-form-field.ts";

/** Makes `labels` the accessible name of `field`, native or not. */
export function labelField(field: HTMLElement, labels: readonly Element[]): void {
  if (field instanceof CfFormField) {
    field.labelledBy(labels);
    return;
  }
  (field as { ariaLabelledByElements?: Element[] | null }).ariaLabelledByElements = [...labels];
}
