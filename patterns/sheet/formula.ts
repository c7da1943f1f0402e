/** Formulas of a sheet: tokens, precedence climbing, references, and sums over ranges. */

type Sheet = Readonly<Record<string, string>>;

const TOKEN = /\s*(\d+(?:\.\d+)?|[A-Z]+\d+|[A-Z]+|[-+*/():,])/y;

function tokenize(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const match = TOKEN.exec(text);
    if (match === null) throw new Error("#SYNTAX");
    tokens.push(match[1]!);
  }
  return tokens;
}

function range(from: string, to: string): string[] {
  const names: string[] = [];
  for (let column = from.charCodeAt(0); column <= to.charCodeAt(0); column++) {
    for (let row = Number(from.slice(1)); row <= Number(to.slice(1)); row++) {
      names.push(`${String.fromCharCode(column)}${row}`);
    }
  }
  return names;
}

/** Evaluates the cells of one sheet, each of them once. */
class Evaluation {
  readonly #sheet: Sheet;
  /** Values, and what is wrong with the cells that have none. */
  readonly #known = new Map<string, number | string | Error>();
  readonly #open = new Set<string>();

  constructor(sheet: Sheet) {
    this.#sheet = sheet;
  }

  value(name: string): number | string {
    const known = this.#known.get(name) ?? this.#evaluate(name);
    if (known instanceof Error) throw known;
    return known;
  }

  #evaluate(name: string): number | string | Error {
    if (this.#open.has(name)) return new Error("#LOOP");
    this.#open.add(name);
    let value: number | string | Error;
    try {
      value = this.#content(this.#sheet[name] ?? "");
    } catch (error) {
      value = error as Error;
    }
    this.#open.delete(name);
    this.#known.set(name, value);
    return value;
  }

  #content(text: string): number | string {
    if (text.startsWith("=")) return this.#formula(text.slice(1).toUpperCase());
    return text === "" || Number.isNaN(Number(text)) ? text : Number(text);
  }

  #number(name: string): number {
    const value = this.value(name);
    if (value === "") return 0;
    if (typeof value === "string") throw new Error("#VALUE");
    return value;
  }

  #formula(text: string): number {
    const tokens = tokenize(text);
    let at = 0;
    const next = () => tokens[at++];
    const expect = (token: string) => {
      if (next() !== token) throw new Error("#SYNTAX");
    };
    const factor = (): number => {
      const token = next() ?? "";
      if (token === "-") return -factor();
      if (token === "(") {
        const inner = sum();
        expect(")");
        return inner;
      }
      if (token === "SUM") {
        expect("(");
        const from = next() ?? "";
        expect(":");
        const names = range(from, next() ?? "");
        expect(")");
        return names.reduce((total, name) => total + this.#number(name), 0);
      }
      if (/^[A-Z]+\d+$/.test(token)) return this.#number(token);
      if (/^\d/.test(token)) return Number(token);
      throw new Error("#SYNTAX");
    };
    const product = (): number => {
      let left = factor();
      while (tokens[at] === "*" || tokens[at] === "/") {
        left = next() === "*" ? left * factor() : left / factor();
      }
      return left;
    };
    const sum = (): number => {
      let left = product();
      while (tokens[at] === "+" || tokens[at] === "-") {
        left = next() === "+" ? left + product() : left - product();
      }
      return left;
    };
    const result = sum();
    if (at < tokens.length) throw new Error("#SYNTAX");
    return result;
  }
}

/** What every filled cell shows: a number, a text, or the name of what is wrong, such as #LOOP. */
export function evaluateSheet(sheet: Sheet): Record<string, string> {
  const shown: Record<string, string> = {};
  const evaluation = new Evaluation(sheet);
  for (const name of Object.keys(sheet)) {
    try {
      shown[name] = String(evaluation.value(name));
    } catch (error) {
      shown[name] = (error as Error).message;
    }
  }
  return shown;
}
