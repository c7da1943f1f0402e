/** Random expressions over the inputs of a pattern: the grammar, and who draws from it. */

/** The types an expression may have. */
export type Kind = "num" | "str" | "bool" | "nums" | "rows" | "row" | "note";

/** What an expression may name: kinds by name. */
export type Scope = Readonly<Record<string, Kind>>;

/** Draws expressions; each alternative is a thunk so that only the drawn one consumes the tape. */
export class Author {
  #at = 0;
  #names = 0;

  constructor(readonly tape: readonly number[]) {}

  draw(count: number): number {
    return (this.tape[this.#at++] ?? 0) % count;
  }

  fresh(prefix: string): string {
    return `${prefix}${this.#names++}`;
  }

  #pick(alternatives: readonly (() => string)[]): string {
    return alternatives[this.draw(alternatives.length)]!();
  }

  /** An expression of a kind; `fuel` bounds its depth. */
  expression(kind: Kind, scope: Scope, fuel: number): string {
    const names = Object.keys(scope).filter((name) => scope[name] === kind);
    const leaves = [...names.map((name) => () => name), ...this.#leaves(kind, scope)];
    if (fuel <= 0) return this.#pick(leaves);
    const grown = this.#grown(
      kind,
      scope,
      (wanted, inner = scope) => this.expression(wanted, inner, fuel - 1),
    );
    return this.#pick([...leaves, ...grown, ...grown]);
  }

  #leaves(kind: Kind, scope: Scope): (() => string)[] {
    const rows = Object.keys(scope).filter((name) => scope[name] === "row");
    const field = (name: string) => rows.map((row) => () => `${row}.${name}`);
    switch (kind) {
      case "num":
        return [() => "LIMIT", ...field("n")];
      case "str":
        return [() => "EX", ...field("title")];
      case "bool":
        return [() => "YES", ...field("done")];
      case "note":
        return [() => "maybe?.note", ...field("note")];
      case "nums":
        return [() => "[1, 2]"];
      case "rows":
        return [() => "rows"];
      case "row":
        return [() => "o"];
    }
  }

  #grown(kind: Kind, scope: Scope, of: (kind: Kind, scope?: Scope) => string): (() => string)[] {
    const choice = [
      () => `(${of("bool")} ? ${of(kind)} : ${of(kind)})`,
    ];
    switch (kind) {
      case "num":
        return [...choice, ...this.#numbers(scope, of)];
      case "str":
        return [...choice, ...this.#strings(scope, of)];
      case "bool":
        return [...choice, ...this.#booleans(scope, of)];
      case "nums":
        return [...choice, ...this.#lists(scope, of)];
      case "rows":
        return [...choice, ...this.#tables(scope, of)];
      case "row":
        return [
          ...choice,
          () => `({ ...${of("row")}, n: ${of("num")} } as Row)`,
          () => `({ note: ${of("str")}, ...${of("row")} } as Row)`,
          () => `({ ...${of("row")}, ...${of("row")} } as Row)`,
          () => `({ ...${of("row")}, ...part } as Row)`,
          () => `(${of("rows")}[0] ?? ${of("row")})`,
          () => `(maybe ?? ${of("row")})`,
          () =>
            `({ title: ${of("str")}, n: ${of("num")}, done: ${of("bool")}, tags: [${
              of("str")
            }] } as Row)`,
        ];
      case "note":
        return [...choice, () => `${of("row")}.note`, () => `${of("rows")}[0]?.note`];
    }
  }

  #numbers(scope: Scope, of: (kind: Kind, scope?: Scope) => string): (() => string)[] {
    const r = this.fresh("r");
    const x = this.fresh("x");
    const inRow = { ...scope, [r]: "row" } as const;
    return [
      () => `(${of("num")} + ${of("num")})`,
      () => `(${of("num")} - ${of("num")})`,
      () => `(0 - ${of("num")})`,
      () => `double(${of("num")})`,
      () => `total(${of("rows")})`,
      () => `${of("rows")}.length`,
      () => `${of("str")}.length`,
      () => `Math.max(...${of("nums")}, ${of("num")})`,
      () => `${of("nums")}.reduce((sum, ${x}) => sum + ${of("num", { ...scope, [x]: "num" })}, 0)`,
      () => `(${of("nums")}[0] ?? ${of("num")})`,
      () => `(${of("rows")}.find((${r}) => ${of("bool", inRow)})?.n ?? ${of("num")})`,
      () => `(maybe?.n ?? ${of("num")})`,
      () => `(${of("bool")} && ${of("num")} || ${of("num")})`,
      () => `(({ n: ${x} }) => ${of("num", { ...scope, [x]: "num" })})(${of("row")})`,
      () => `Object.keys(${of("row")}).length`,
      () => `Number(${of("bool")})`,
    ];
  }

  #strings(scope: Scope, of: (kind: Kind, scope?: Scope) => string): (() => string)[] {
    const r = this.fresh("r");
    const inRow = { ...scope, [r]: "row" } as const;
    return [
      () => `(${of("str")} + ${of("num")})`,
      () => `\`\${${of("str")}}-\${${of("num")}}\``,
      () => `shout(${of("str")})`,
      () => `${of("str")}.slice(0, 3)`,
      () => `${of("str")}.padStart(4, ".")`,
      () => `${of("nums")}.join("/")`,
      () => `${of("rows")}.map((${r}) => ${of("str", inRow)}).join(",")`,
      () => `${of("row")}.tags.join("+")`,
      () => `(${of("note")} ?? ${of("str")})`,
      () => `(${of("note")} || ${of("str")})`,
      () => `String(${of("bool")})`,
      () => `JSON.stringify(${of("nums")})`,
      () => `(typeof ${of("note")})`,
      () => `((${of("bool")} && ${of("str")}) + "")`,
      () => `[${of("str")}, ${of("num")}].join(":")`,
    ];
  }

  #booleans(scope: Scope, of: (kind: Kind, scope?: Scope) => string): (() => string)[] {
    const r = this.fresh("r");
    const inRow = { ...scope, [r]: "row" } as const;
    return [
      () => `!${of("bool")}`,
      () => `(${of("num")} > ${of("num")})`,
      () => `(${of("num")} === ${of("num")})`,
      () => `(${of("str")} !== ${of("str")})`,
      () => `(${of("bool")} && ${of("bool")})`,
      () => `(${of("bool")} || ${of("bool")})`,
      () => `${of("rows")}.some((${r}) => ${of("bool", inRow)})`,
      () => `${of("rows")}.every((${r}) => ${of("bool", inRow)})`,
      () => `${of("nums")}.includes(${of("num")})`,
      () => `(${of("note")} === undefined)`,
      () => `!!${of("note")}`,
      () => `("note" in ${of("row")})`,
      () => `Array.isArray(${of("nums")})`,
    ];
  }

  #lists(scope: Scope, of: (kind: Kind, scope?: Scope) => string): (() => string)[] {
    const r = this.fresh("r");
    const x = this.fresh("x");
    const i = this.fresh("i");
    const inRow = { ...scope, [r]: "row", [i]: "num" } as const;
    const inNumber = { ...scope, [x]: "num" } as const;
    return [
      () => `${of("rows")}.map((${r}, ${i}) => ${of("num", inRow)})`,
      () => `${of("rows")}.map(({ n: ${x} }) => ${of("num", inNumber)})`,
      () => `${of("nums")}.map((${x}) => ${of("num", inNumber)})`,
      () => `${of("nums")}.filter((${x}) => ${of("bool", inNumber)})`,
      () => `[...${of("nums")}, ${of("num")}]`,
      () => `${of("nums")}.toSorted((a, b) => a - b)`,
      () => `[...${of("nums")}].reverse()`,
      () => `${of("nums")}.slice(1)`,
      () => `${of("rows")}.flatMap((${r}, ${i}) => [${of("num", inRow)}, ${of("num", inRow)}])`,
      () => `[${of("num")}, ${of("num")}]`,
      () => `${of("nums")}.concat(${of("nums")})`,
      () =>
        `${of("rows")}.map((${r}, ${i}) => ${of("rows", inRow)}.map(() => ${
          of("num", inRow)
        })).flat()`,
    ];
  }

  #tables(scope: Scope, of: (kind: Kind, scope?: Scope) => string): (() => string)[] {
    const r = this.fresh("r");
    const inRow = { ...scope, [r]: "row" } as const;
    return [
      () => `${of("rows")}.filter((${r}) => ${of("bool", inRow)})`,
      () => `${of("rows")}.map((${r}) => ${of("row", inRow)})`,
      () => `${of("rows")}.slice(0, ${of("num")})`,
      () => `[...${of("rows")}].sort(byTitle)`,
      () => `${of("rows")}.toReversed()`,
      () => `${of("rows")}.toSorted((a, b) => a.n - b.n)`,
      () => `${of("rows")}.concat(${of("rows")})`,
      () => `[...${of("rows")}.slice(1), ...${of("rows")}.slice(0, 1)]`,
      () => "(rows ?? [])",
      () => `[${of("row")}, ...${of("rows")}]`,
      () => `[${of("row")}]`,
    ];
  }
}
