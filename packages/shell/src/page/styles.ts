/** The page's own styles, as style sheet text, on the tokens of the elements. */

/** What holds everywhere, in the views of pieces too. */
const BASE_CSS = `
*, *::before, *::after { box-sizing: border-box; }
html { height: 100%; background: var(--cf-background); -webkit-text-size-adjust: 100%; }
body {
  display: flex; flex-direction: column; min-height: 100dvh; margin: 0;
  color: var(--cf-text); background: var(--cf-background);
  font-family: var(--cf-font); font-size: 1rem; line-height: 1.5;
}
:focus-visible { outline: 2px solid var(--cf-focus); outline-offset: 2px; }
@keyframes pulse { 50% { opacity: 0.3; } }
@keyframes shimmer { to { background-position: -200% 0; } }
@keyframes appear { from { opacity: 0; } }
.piece > :where(cf-screen) { min-height: calc(100dvh - 3.25rem); }
/* A list that fills the screen scrolls in itself, so that its newest entry stays in sight. */
.piece > cf-screen:has(> :is(cf-vscroll[flex], cf-scroll-area[flex], cf-chat)) { height: calc(100dvh - 3.25rem); }
@media (prefers-reduced-motion: reduce) { *, *::before, *::after { animation-duration: 0.01ms !important; animation-iteration-count: 1 !important; transition-duration: 0.01ms !important; } }
`;

/** The frame around a piece. Its class names are short, and so may be those of an author. */
const FRAME_CSS = `
.visually-hidden { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: fixed; inset: 0.5rem auto auto 0.5rem; z-index: 30; padding: 0.5rem 0.875rem; translate: 0 -200%; color: var(--cf-on-accent); background: var(--cf-accent); border-radius: var(--cf-radius); }
.skip:focus { translate: none; }

.bar {
  position: sticky; inset-block-start: 0; z-index: 10;
  display: flex; align-items: center; gap: 1rem; min-height: 3.25rem; padding: 0 1rem 0 1.25rem;
  background: color-mix(in oklab, var(--cf-surface), transparent 8%); backdrop-filter: blur(10px);
  border-block-end: 1px solid var(--cf-border);
}
.crumbs { display: flex; align-items: center; gap: 0.5rem; flex: 1; min-width: 0; white-space: nowrap; }
.brand { display: inline-flex; align-items: center; gap: 0.5rem; color: inherit; font-weight: 650; letter-spacing: -0.01em; text-decoration: none; }
.brand svg { color: var(--cf-accent); flex: none; }
.slash { color: var(--cf-border-strong); }
.crumb { overflow: hidden; text-overflow: ellipsis; color: var(--cf-text-muted); text-decoration: none; }
.crumb.space { flex: none; }
a.crumb:hover, a.brand:hover { color: var(--cf-accent-ink); }
.crumb.here { color: var(--cf-text); font-weight: 550; }
.tools { display: flex; align-items: center; gap: 0.25rem; flex: none; }
.tool {
  display: grid; place-content: center; width: 2.25rem; height: 2.25rem; padding: 0; font: inherit; font-weight: 600; font-size: 0.9375rem;
  color: var(--cf-text-muted); background: none; border: none; border-radius: var(--cf-radius); cursor: pointer;
}
.tool:hover { color: var(--cf-text); background: var(--cf-surface-sunken); }

.pill { display: inline-flex; align-items: center; gap: 0.4375rem; margin-inline-end: 0.5rem; padding: 0.1875rem 0.625rem; font-size: var(--cf-size-sm); color: var(--cf-text-muted); background: var(--cf-surface-sunken); border-radius: 999px; }
.pill .dot { width: 0.5rem; height: 0.5rem; border-radius: 50%; background: var(--cf-border-strong); }
.pill.open .dot { background: var(--cf-success); }
.pill.saving .dot, .pill.connecting .dot { background: var(--cf-warning); animation: pulse 1.2s ease-in-out infinite; }
.pill.offline { color: var(--cf-danger); background: var(--cf-danger-soft); }
.pill.offline .dot { background: var(--cf-danger); }

.banner { padding: 0.5rem 1.25rem; font-size: var(--cf-size-sm); color: var(--cf-warning); background: var(--cf-warning-soft); }
.banner.stuck { display: flex; align-items: center; gap: 1rem; color: var(--cf-danger); background: var(--cf-danger-soft); }

.main { flex: 1; display: flex; flex-direction: column; min-height: 0; outline: none; }
.page { width: 100%; max-width: 64rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
.heading { display: flex; align-items: flex-end; justify-content: space-between; flex-wrap: wrap; gap: 1rem; margin-block-end: 1.75rem; }
h1 { margin: 0; font-size: var(--cf-size-xxl); line-height: 1.2; letter-spacing: -0.02em; }
.lead { margin: 0.25rem 0 0; color: var(--cf-text-muted); }
code, .command, kbd { font-family: var(--cf-font-mono); font-size: 0.9em; }
.principal { margin: 2.5rem 0 0; font-size: var(--cf-size-sm); color: var(--cf-text-muted); }

.button {
  display: inline-flex; align-items: center; justify-content: center; min-height: 2.375rem; padding: 0.375rem 0.875rem;
  font: inherit; font-weight: 550; line-height: 1.2; color: var(--cf-text); text-decoration: none;
  background: var(--cf-surface); border: 1px solid var(--cf-border-strong); border-radius: var(--cf-radius); cursor: pointer;
}
.button:hover { background: var(--cf-surface-sunken); }
.button.primary { color: var(--cf-on-accent); background: var(--cf-accent); border-color: transparent; }
.button.primary:hover { background: var(--cf-accent-strong); }

.grid { display: grid; gap: 0.875rem; grid-template-columns: repeat(auto-fill, minmax(min(17rem, 100%), 1fr)); margin: 0; padding: 0; list-style: none; }
.card {
  display: grid; grid-template-columns: auto 1fr; column-gap: 0.875rem; align-items: center; height: 100%; padding: 0.9375rem 1rem;
  color: inherit; text-decoration: none; background: var(--cf-surface); border: 1px solid var(--cf-border); border-radius: var(--cf-radius-lg);
  box-shadow: var(--cf-shadow-sm); transition: border-color 120ms, box-shadow 120ms;
}
a.card:hover { border-color: var(--cf-accent); box-shadow: var(--cf-shadow-md); }
.card .tile { grid-row: span 2; display: grid; place-content: center; width: 2.5rem; height: 2.5rem; font-weight: 650; color: var(--cf-accent-ink); background: var(--cf-accent-soft); border-radius: 0.625rem; }
.card .name { grid-column: -2 / -1; overflow: hidden; text-overflow: ellipsis; font-weight: 600; }
.card .detail { grid-column: -2 / -1; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-size: var(--cf-size-sm); color: var(--cf-text-muted); }
.card:has(.about) { align-items: start; align-content: start; }
.card .about { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; white-space: normal; line-height: 1.4; }
.skeletons { animation: appear 200ms 160ms both; }
.skeleton { min-height: 4.75rem; align-content: center; row-gap: 0.625rem; }
.skeleton .line { grid-column: 1 / -1; width: 45%; height: 0.75rem; border-radius: 0.375rem; background: linear-gradient(90deg, var(--cf-surface-sunken), var(--cf-border), var(--cf-surface-sunken)) 0 0 / 200% 100%; animation: shimmer 1.6s linear infinite; }
.skeleton .line.wide { width: 70%; }

.state { display: flex; flex-direction: column; align-items: center; gap: 0.5rem; padding: 3.5rem 1.25rem; text-align: center; color: var(--cf-text-muted); }
.state svg { color: var(--cf-border-strong); margin-block-end: 0.5rem; }
.state h1, .state h2 { margin: 0; font-size: var(--cf-size-xl); letter-spacing: -0.01em; color: var(--cf-text); text-wrap: balance; }
.state p { max-width: 34rem; margin: 0; overflow-wrap: anywhere; white-space: pre-line; }
.state .command { margin: 0.5rem 0 0; padding: 0.625rem 1rem; color: var(--cf-text); background: var(--cf-surface-sunken); border-radius: var(--cf-radius); }
.state.failed { flex: 1; justify-content: center; }
.state.failed svg { color: var(--cf-danger); }
.state .code, .code { font-family: var(--cf-font-mono); font-size: var(--cf-size-xs); color: var(--cf-text-faint); }
.state .actions { display: flex; gap: 0.625rem; margin-block-start: 1rem; }
.place { font-family: var(--cf-font-mono); font-size: var(--cf-size-sm); color: var(--cf-text-muted); margin: 0; }
.loading { display: grid; place-content: center; flex: 1; min-height: 12rem; animation: appear 200ms 160ms both; }

/* Nothing in a view, however positioned, leaves the piece's own box. */
.piece { flex: 1; display: flow-root; width: 100%; max-width: 78rem; margin-inline: auto; position: relative; min-height: 0; padding: 1.25rem; contain: layout; isolation: isolate; }
.piece:has(> cf-screen) { max-width: none; padding: 0; }
.main:has(> .loading) > .piece { display: none; }

.tray { position: fixed; inset: auto 1rem 1rem auto; z-index: 20; display: flex; flex-direction: column; gap: 0.5rem; width: min(26rem, calc(100vw - 2rem)); pointer-events: none; }
.notice { display: flex; align-items: flex-start; gap: 0.5rem; padding: 0.75rem 0.5rem 0.75rem 1rem; pointer-events: auto; background: var(--cf-surface); border: 1px solid var(--cf-border); border-inline-start: 3px solid var(--cf-danger); border-radius: var(--cf-radius); box-shadow: var(--cf-shadow-lg); animation: appear 160ms; }
.notice .body { flex: 1; min-width: 0; max-height: 12rem; overflow: auto; font-size: var(--cf-size-sm); }
.notice .count { font-size: var(--cf-size-sm); font-weight: 600; color: var(--cf-danger); }
.message { margin: 0 0 0.25rem; overflow-wrap: anywhere; }
.more { margin: 0.25rem 0; overflow: auto; font-family: var(--cf-font-mono); font-size: var(--cf-size-xs); white-space: pre-wrap; color: var(--cf-text-muted); }
.dismiss { flex: none; display: grid; place-content: center; width: 1.75rem; height: 1.75rem; padding: 0; font: inherit; font-size: 1.125rem; line-height: 1; color: var(--cf-text-muted); background: none; border: none; border-radius: var(--cf-radius); cursor: pointer; }
.dismiss:hover { color: var(--cf-text); background: var(--cf-surface-sunken); }

.overlay { position: fixed; inset: 0; z-index: 25; display: grid; place-items: start center; padding: 4.5rem 1rem 1rem; overflow: auto; background: var(--cf-backdrop); }
.sheet { width: min(56rem, 100%); background: var(--cf-surface); border: 1px solid var(--cf-border); border-block-start: 4px solid var(--cf-danger); border-radius: var(--cf-radius-lg); box-shadow: var(--cf-shadow-lg); }
.sheet header { display: flex; align-items: center; justify-content: space-between; padding: 0.875rem 1rem 0 1.25rem; }
.sheet h2 { margin: 0; font-size: var(--cf-size-lg); }
.sheet footer { padding: 0.75rem 1.25rem; font-size: var(--cf-size-sm); color: var(--cf-text-muted); border-block-start: 1px solid var(--cf-border); }
.findings { margin: 0; padding: 0; list-style: none; }
.findings li { padding: 0.875rem 1.25rem; }
.findings li + li { border-block-start: 1px solid var(--cf-border); }
.findings .message { font-weight: 550; }
.findings .code { margin: 0.25rem 0 0; }
.excerpt { margin: 0.5rem 0 0; padding: 0.625rem 0.875rem; overflow: auto; font-family: var(--cf-font-mono); font-size: var(--cf-size-sm); line-height: 1.45; background: var(--cf-surface-sunken); border-radius: var(--cf-radius); }
.excerpt .gutter { color: var(--cf-text-muted); user-select: none; }
.excerpt .caret { color: var(--cf-danger); font-weight: 700; }

.shortcuts { display: grid; gap: 0.625rem; margin: 0; }
.shortcuts div { display: grid; grid-template-columns: 4.5rem 1fr; align-items: baseline; gap: 0.75rem; }
.shortcuts dt { display: flex; gap: 0.25rem; }
.shortcuts dd { margin: 0; }
kbd { min-width: 1.5rem; padding: 0.0625rem 0.375rem; text-align: center; color: var(--cf-text); background: var(--cf-surface-sunken); border: 1px solid var(--cf-border-strong); border-block-end-width: 2px; border-radius: 0.3125rem; }

@media (max-width: 36rem) {
  .bar { padding-inline: 0.75rem 0.5rem; gap: 0.5rem; }
  .brand span, .crumb.space, .crumb.space + .slash { display: none; }
  .page { padding-block-start: 1.5rem; }
  .piece { padding: 0.75rem; --cf-screen-padding: 0.75rem; }
}
`;

/** The page's styles; those of the frame end where the view of a piece begins. */
export const SHELL_CSS = `${BASE_CSS}@scope (html) to (.piece > *) {${FRAME_CSS}}
`;
