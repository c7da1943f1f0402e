import { assert, NAME, pattern, TESTS } from "commonfabric";
import Sheet from "./sheet.tsx";

export default pattern(() => {
  const sheet = Sheet({ formulas: { A1: "2", A2: "3" } });
  return {
    [TESTS]: [
      { assertion: assert(() => sheet.values.A1 === "2" && sheet[NAME] === "Sheet (2 cells)") },
      { action: sheet.enter, event: { at: "B1", text: "=A1*2+A2" } },
      { action: sheet.enter, event: { at: "B2", text: "=sum(A1:B1) - (1 + 1)" } },
      { assertion: assert(() => sheet.values.B1 === "7" && sheet.values.B2 === "7") },
      { action: sheet.enter, event: { at: "A1", text: "10" } },
      { assertion: assert(() => sheet.values.B1 === "23" && sheet.values.B2 === "31") },
      { action: sheet.enter, event: { at: "C1", text: "=C2" } },
      { action: sheet.enter, event: { at: "C2", text: "=C1" } },
      { action: sheet.enter, event: { at: "D1", text: "=1+" } },
      { assertion: assert(() => sheet.values.C1 === "#LOOP" && sheet.values.D1 === "#SYNTAX") },
      { action: sheet.enter, event: { at: "C2", text: "apples" } },
      { assertion: assert(() => sheet.values.C1 === "#VALUE" && sheet.values.C2 === "apples") },
      { action: sheet.enter, event: { at: "A1", text: " " } },
      { assertion: assert(() => sheet.values.A1 === undefined && sheet.values.B1 === "3") },
      { action: sheet.select, event: { at: "B1" } },
      { render: sheet },
    ],
  };
});
