/** A small spreadsheet: cells hold numbers, texts or formulas such as =A1*2+SUM(B1:B3). */
import {
  action,
  computed,
  Default,
  lift,
  NAME,
  pattern,
  PerSession,
  Stream,
  UI,
  type VNode,
  Writable,
} from "commonfabric";
import { evaluateSheet } from "./sheet/formula.ts";

const COLUMNS = ["A", "B", "C", "D"] as const;
const ROWS = [1, 2, 3, 4, 5, 6] as const;

interface Input {
  /** What was typed, by the cell's name. */
  formulas: Writable<Record<string, string> | Default<Record<string, never>>>;
  selected?: PerSession<Writable<string | Default<"A1">>>;
  draft?: PerSession<Writable<string | Default<"">>>;
}

interface Output {
  [NAME]: string;
  [UI]: VNode;
  /** What the cells show. */
  values: Record<string, string>;
  enter: Stream<{ at: string; text: string }>;
  select: Stream<{ at: string }>;
}

const evaluate = lift((formulas: Record<string, string>) => evaluateSheet(formulas));

export default pattern<Input, Output>(({ formulas, selected, draft }) => {
  const values = evaluate(formulas);
  const filled = computed(() => Object.keys(formulas.get()).length);

  const enter = action(({ at, text }: { at: string; text: string }) => {
    formulas.key(at).set(text.trim() === "" ? undefined! : text.trim());
  });
  const select = action(({ at }: { at: string }) => {
    selected!.set(at);
    draft!.set(formulas.get()[at] ?? "");
  });

  return {
    [NAME]: computed(() => `Sheet (${filled} ${filled === 1 ? "cell" : "cells"})`),
    [UI]: (
      <cf-screen>
        <cf-vstack gap="3">
          <cf-hstack gap="2" align="end">
            <cf-input
              label={`Content of ${selected!.get()}`}
              $value={draft}
              placeholder="=A1+B1"
              oncf-submit={() => enter.send({ at: selected!.get(), text: draft!.get() })}
            />
            <cf-button
              variant="primary"
              onClick={() => enter.send({ at: selected!.get(), text: draft!.get() })}
            >
              Enter
            </cf-button>
          </cf-hstack>
          <cf-table>
            <table>
              <thead>
                <tr>
                  <td></td>
                  {COLUMNS.map((column) => <th>{column}</th>)}
                </tr>
              </thead>
              <tbody>
                {ROWS.map((row) => (
                  <tr>
                    <th scope="row">{row}</th>
                    {COLUMNS.map((column) => (
                      <td>
                        <cf-button
                          block
                          size="sm"
                          variant={selected!.get() === `${column}${row}` ? "outline" : "ghost"}
                          aria-label={`${column}${row} ${values[`${column}${row}`] ?? "·"}`}
                          onClick={() => select.send({ at: `${column}${row}` })}
                        >
                          {values[`${column}${row}`] ?? "·"}
                        </cf-button>
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </cf-table>
        </cf-vstack>
      </cf-screen>
    ),
    values,
    enter,
    select,
  };
});
