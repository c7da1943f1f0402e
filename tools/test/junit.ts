/** What a JUnit report, the form that every runner here can write, says: how many tests passed and failed, and why. */

/** Results of one or more suites. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
}

/** The sum of two results. */
export function addCounts(a: TestCounts, b: TestCounts): TestCounts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed };
}

/**
 * Counts the `<testcase>` elements of a report: those with a `<failure>` or `<error>` inside failed,
 * those with `<skipped>` count as neither.
 */
export function countJunit(report: string): TestCounts {
  let passed = 0;
  let failed = 0;
  for (const [text] of report.matchAll(/<testcase\b[^>]*?(\/>|>[\s\S]*?<\/testcase>)/g)) {
    if (/<(failure|error)\b/.test(text)) failed++;
    else if (!/<skipped\b/.test(text)) passed++;
  }
  return { passed, failed };
}

/** One failed test of a report: `suite: name`, and what it printed. */
export interface TestFailure {
  readonly title: string;
  readonly text: string;
}

/** The failed tests of a report, in its order, so that they can be told again after a long log. */
export function junitFailures(report: string): TestFailure[] {
  const failures: TestFailure[] = [];
  const cases = /<testcase\b([^>]*?)(?:\/>|>([\s\S]*?)<\/testcase>)/g;
  for (const [, attributes = "", body = ""] of report.matchAll(cases)) {
    const found = /<(?:failure|error)\b([^>]*?)(?:\/>|>([\s\S]*?)<\/(?:failure|error)>)/.exec(body);
    if (found === null) continue;
    const text = unescapeXml(found[2] ?? "").trim() || attribute(found[1] ?? "", "message");
    failures.push({
      title: `${attribute(attributes, "classname")}: ${attribute(attributes, "name")}`,
      text,
    });
  }
  return failures;
}

function attribute(attributes: string, name: string): string {
  const found = new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes);
  return unescapeXml(found?.[1] ?? "");
}

const ENTITIES: Record<string, string> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };

function unescapeXml(text: string): string {
  return text.replace(
    /&(?:(lt|gt|quot|apos|amp)|#(\d+)|#x([\da-f]+));/gi,
    (whole, name, dec, hex) => {
      if (name !== undefined) return ENTITIES[name] ?? whole;
      return String.fromCodePoint(dec !== undefined ? Number(dec) : parseInt(hex, 16));
    },
  );
}
