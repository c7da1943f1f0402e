/** Counts passed and failed tests in a JUnit report, the form that every runner here can write. */

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
