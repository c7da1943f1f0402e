/**
 * The design's tokens, and styles for plain elements in a view, as style sheet text for the page.
 *
 * Colours are pairs for light and dark; which one holds follows `color-scheme`, and so the
 * system's setting or the page's own choice.
 */

/** Custom properties for the document's root. */
export const TOKENS_CSS = `
:root {
  color-scheme: light dark;
  --cf-font: ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif;
  --cf-font-mono: ui-monospace, "SF Mono", "Cascadia Code", "DejaVu Sans Mono", Menlo, monospace;
  --cf-size-xs: 0.75rem;
  --cf-size-sm: 0.875rem;
  --cf-size-md: 1rem;
  --cf-size-lg: 1.125rem;
  --cf-size-xl: 1.375rem;
  --cf-size-xxl: 1.75rem;
  --cf-radius: 0.5rem;
  --cf-radius-lg: 0.75rem;
  --cf-background: light-dark(#f6f7f5, #111513);
  --cf-surface: light-dark(#ffffff, #191e1c);
  --cf-surface-sunken: light-dark(#eceeea, #242b28);
  --cf-field: light-dark(#ffffff, #141917);
  --cf-border: light-dark(#dfe3dd, #2d3532);
  --cf-border-strong: light-dark(#a3ada6, #56625d);
  --cf-text: light-dark(#1b221f, #e7ece9);
  --cf-text-muted: light-dark(#56625c, #a0ada7);
  --cf-text-faint: light-dark(#616c66, #87948e);
  --cf-accent: light-dark(#1d6b58, #5fc7aa);
  --cf-accent-strong: light-dark(#155244, #7fd8bf);
  --cf-accent-ink: light-dark(#17594a, #7bd4bb);
  --cf-accent-soft: light-dark(#dcefe8, #18362e);
  --cf-on-accent: light-dark(#ffffff, #08201a);
  --cf-danger: light-dark(#b02e24, #f28b80);
  --cf-danger-soft: light-dark(#fbe6e3, #43211e);
  --cf-on-danger: light-dark(#ffffff, #2b0b08);
  --cf-warning: light-dark(#805200, #e6b65a);
  --cf-warning-soft: light-dark(#faeccf, #3a2c10);
  --cf-success: light-dark(#1b6e38, #74cf90);
  --cf-success-soft: light-dark(#ddf1e2, #173521);
  --cf-focus: light-dark(#1a73a8, #6cc0f0);
  --cf-backdrop: light-dark(rgb(20 28 24 / 0.42), rgb(0 0 0 / 0.6));
  --cf-shadow-sm: 0 1px 2px light-dark(rgb(20 30 25 / 0.06), rgb(0 0 0 / 0.35));
  --cf-shadow-md: 0 2px 10px light-dark(rgb(20 30 25 / 0.1), rgb(0 0 0 / 0.45));
  --cf-shadow-lg: 0 12px 40px light-dark(rgb(20 30 25 / 0.22), rgb(0 0 0 / 0.6));
}
:root[data-theme="light"] { color-scheme: light; }
:root[data-theme="dark"] { color-scheme: dark; }
`;

/** Plain elements inside an element with the class \`cf-view\`; any rule of a view's own wins. */
export const CONTENT_CSS = `
:where(.cf-view) {
  color: var(--cf-text);
  font-family: var(--cf-font);
  font-size: var(--cf-size-md);
  line-height: 1.5;
  overflow-wrap: anywhere;
}
:where(.cf-view) :where(h1, h2, h3, h4) { margin: 0 0 0.5em; line-height: 1.25; letter-spacing: -0.012em; text-wrap: balance; }
:where(.cf-view) :where(h1) { font-size: var(--cf-size-xxl); }
:where(.cf-view) :where(h2) { font-size: var(--cf-size-xl); }
:where(.cf-view) :where(h3) { font-size: var(--cf-size-lg); }
:where(.cf-view) :where(p, ul, ol, dl, pre, blockquote, table) { margin: 0 0 0.75em; }
:where(.cf-view) :where(ul, ol) { padding-inline-start: 1.5em; }
:where(.cf-view) :where(a) { color: var(--cf-accent-ink); text-underline-offset: 0.18em; }
:where(.cf-view) :where(code, pre, kbd, samp) { font-family: var(--cf-font-mono); font-size: 0.9em; }
:where(.cf-view) :where(pre) { overflow: auto; padding: 0.75rem 1rem; background: var(--cf-surface-sunken); border-radius: var(--cf-radius); }
:where(.cf-view) :where(blockquote) { padding-inline-start: 1em; border-inline-start: 3px solid var(--cf-border-strong); color: var(--cf-text-muted); }
:where(.cf-view) :where(hr) { border: none; border-block-start: 1px solid var(--cf-border); margin: 1rem 0; }
:where(.cf-view) :where(img, video, svg, canvas) { max-width: 100%; }
:where(.cf-view) :where(table) { border-collapse: collapse; font-variant-numeric: tabular-nums; }
:where(.cf-view) :where(th, td) { padding: 0.375rem 0.75rem; text-align: start; border-block-end: 1px solid var(--cf-border); }
:where(.cf-view) :where(th) { color: var(--cf-text-muted); font-size: var(--cf-size-sm); font-weight: 600; }
:where(.cf-view) :where(button, input, select, textarea) { font: inherit; color: inherit; accent-color: var(--cf-accent); }
:where(.cf-view) :where(button, input:not([type]), input[type="text"], input[type="search"], input[type="email"], input[type="url"], input[type="tel"], input[type="password"], input[type="number"], input[type="date"], input[type="time"], input[type="datetime-local"], select, textarea) {
  padding: 0.375rem 0.625rem; background: var(--cf-field); border: 1px solid var(--cf-border-strong); border-radius: var(--cf-radius);
}
:where(.cf-view) :where(button) { background: var(--cf-surface); cursor: pointer; }
:where(.cf-view) :where(button:hover) { background: var(--cf-surface-sunken); }
:where(.cf-view) :where(button:disabled, input:disabled, select:disabled, textarea:disabled) { opacity: 0.55; cursor: not-allowed; }
:where(.cf-view) :where(fieldset) { border: 1px solid var(--cf-border); border-radius: var(--cf-radius); }
:where(.cf-view) :where(:focus-visible) { outline: 2px solid var(--cf-focus); outline-offset: 2px; }
:where(.cf-view) :where(span[data-cf-error], [data-cf-error][role="alert"]) {
  display: inline-block; max-width: 100%; padding: 0.375rem 0.625rem; font-size: var(--cf-size-sm); white-space: pre-wrap;
  color: var(--cf-danger); background: var(--cf-danger-soft); border: 1px solid currentColor; border-radius: var(--cf-radius);
}
`;
