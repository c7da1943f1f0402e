/** Joins the verbs to commander: parsing, help, global flags and exit statuses. */

import { Argument, Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { VERBS } from "../verbs/all.ts";
import { EXIT, reportFailure, UsageError } from "./errors.ts";
import type { Io } from "./io.ts";
import { NOUNS } from "./nouns.ts";
import type { Option as VerbOption, Verb } from "./verb.ts";

/** Runs one command line and returns its exit status: 0 ok, 1 failed, 2 usage, 4 not allowed. */
export async function run(args: readonly string[], io: Io): Promise<number> {
  let status = 0;
  const chosen = io.with({
    json: args.includes("--json"),
    verbose: args.includes("--verbose"),
    ...(args.includes("--no-color") ? { color: false } : {}),
  });
  const program = createProgram(chosen, async (verb, values) => {
    status = await verb.run(values as never, chosen) ?? 0;
  });
  try {
    await program.parseAsync([...args], { from: "user" });
    return status;
  } catch (failure) {
    if (!(failure instanceof CommanderError)) return reportFailure(failure, chosen);
    if (failure.exitCode === 0) return 0;
    // Without a verb commander has printed the help already.
    if (failure.code === "commander.help") return EXIT.usage;
    return reportFailure(usageFailure(failure, args), chosen);
  }
}

/** The command tree; `act` is called with the chosen verb and its values. */
function createProgram(
  io: Io,
  act: (verb: Verb, values: Readonly<Record<string, unknown>>) => Promise<void>,
): Command {
  const program = new Command("cf")
    .description("Author, run and operate patterns and their spaces.")
    .configureHelp({ sortSubcommands: true })
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.out(text.trimEnd()), outputError: () => {} })
    .addHelpText("after", "\nEvery command has --help with examples, and --json.");
  addGlobalOptions(program);
  const nouns = new Map<string, Command>();
  for (const verb of VERBS) {
    const [first = "", second] = verb.about.name.split(" ");
    if (second === undefined) {
      addVerb(program, first, { verb, act });
      continue;
    }
    let noun = nouns.get(first);
    if (noun === undefined) {
      noun = program.command(first).description(NOUNS[first] ?? "").helpCommand(false)
        .exitOverride();
      nouns.set(first, noun);
    }
    addVerb(noun, second, { verb, act });
  }
  return program;
}

function addGlobalOptions(command: Command): void {
  command
    .option("--json", "print data and errors as JSON")
    .option("--verbose", "show where a failure comes from")
    .option("--no-color", "print without colour, as NO_COLOR does");
}

function addVerb(
  parent: Command,
  name: string,
  { verb, act }: {
    verb: Verb;
    act: (verb: Verb, values: Readonly<Record<string, unknown>>) => Promise<void>;
  },
): void {
  const command = parent.command(name).description(verb.about.summary).exitOverride();
  const positional: string[] = [];
  const attributes = new Map<string, string>();
  for (const [key, option] of Object.entries(verb.options)) {
    if (option.syntax.startsWith("-")) {
      const made = createOption(option);
      attributes.set(key, made.attributeName());
      command.addOption(made);
    } else {
      positional.push(key);
      command.addArgument(new Argument(option.syntax, option.summary));
    }
  }
  addGlobalOptions(command);
  command.addHelpText("after", () => formatExamples(verb));
  command.action(async (...parts: unknown[]) => {
    const given = command.opts() as Record<string, unknown>;
    const values: Record<string, unknown> = {};
    for (const [index, key] of positional.entries()) {
      values[key] = checkChoice(verb.options[key]!, parts[index]);
    }
    for (const [key, attribute] of attributes) values[key] = given[attribute];
    await act(verb, values);
  });
}

function createOption(option: VerbOption<unknown>): Option {
  const made = new Option(option.syntax, option.summary);
  if (option.fallback !== undefined) made.default(option.fallback);
  if (option.choices !== undefined) made.choices(option.choices);
  const { parse } = option;
  if (parse !== undefined) {
    made.argParser((given: string) => {
      try {
        return parse(given);
      } catch (error) {
        throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
      }
    });
  }
  return made;
}

function checkChoice(option: VerbOption<unknown>, value: unknown): unknown {
  const { choices } = option;
  if (choices === undefined || value === undefined || choices.includes(String(value))) return value;
  throw new UsageError(`Cannot use '${value}': one of ${choices.join(", ")} is needed`);
}

function formatExamples(verb: Verb): string {
  const lines = verb.about.examples.map(([command, meaning]) => `  $ ${command}\n      ${meaning}`);
  return `\nExamples:\n${lines.join("\n")}`;
}

/** Commander's failure in this project's words, with the help that belongs to the command. */
function usageFailure(failure: CommanderError, args: readonly string[]): UsageError {
  const problem = failure.message.replace(/^error: /, "").replace(/\s+/g, " ").trim()
    .replace(/\.$/, "");
  return new UsageError(
    `Cannot read the command line: ${problem}`,
    `\`${["cf", ...verbOf(args), "--help"].join(" ")}\` shows what is possible.`,
  );
}

/** The words of a command line that name a verb, or as much of one as is known. */
function verbOf(args: readonly string[]): readonly string[] {
  const words = args.filter((word) => !word.startsWith("-"));
  const known = VERBS.map(({ about }) => about.name.split(" "));
  const isStart = (count: number) =>
    known.some((name) => words.slice(0, count).every((word, at) => name[at] === word));
  if (words.length >= 2 && known.some((name) => name.length === 2) && isStart(2)) {
    return words.slice(0, 2);
  }
  return words.length >= 1 && isStart(1) ? words.slice(0, 1) : [];
}
