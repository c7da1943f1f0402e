/** What a check reports, and how it is printed: file and line, what is wrong, what to do. */

/** One place that breaks a rule. */
export interface Finding {
  /** Path from the repository's root. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly what: string;
  readonly fix: string;
  /** A warning is printed and does not fail the gate. */
  readonly warning?: boolean;
}

/** The printed form of a finding, one line that editors and terminals can jump to. */
export function formatFinding(check: string, finding: Finding): string {
  const kind = finding.warning === true ? "warning " : "";
  return `${finding.file}:${finding.line}: ${kind}[${check}] ${finding.what}. ${finding.fix}.`;
}
