import { action, assert, pattern, TESTS } from "commonfabric";
import Calculator from "./calculator.tsx";

export default pattern(() => {
  const calculator = Calculator({});
  const type = (keys: string) => ({
    action: action(() => {
      for (const key of keys) calculator.press.send({ key });
    }),
  });
  return {
    [TESTS]: [
      { assertion: assert(() => calculator.shown === "0") },
      type("12+30.5="),
      { assertion: assert(() => calculator.shown === "42.5") },
      type("×2−5="),
      { assertion: assert(() => calculator.shown === "80") },
      {
        assertion: assert(() =>
          calculator.tape.join() === "12 + 30.5 = 42.5,42.5 × 2 = 85,85 − 5 = 80"
        ),
      },
      type("0.1+0.2="),
      { assertion: assert(() => calculator.shown === "0.3") },
      type("7÷0="),
      { assertion: assert(() => calculator.shown === "Error") },
      type("C9+=3"),
      { assertion: assert(() => calculator.shown === "3") },
      { render: calculator },
    ],
  };
});
