/** The one document of the page. It holds no script and no style of its own. */

/** Where the document finds its parts. */
export interface AssetPaths {
  readonly script: string;
  readonly worker: string;
  readonly styles: string;
}

/** The document as HTML. */
export function documentHtml(paths: AssetPaths): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="cf-worker" content="${paths.worker}">
<title>Cell Fabric</title>
<link rel="icon" href="data:image/svg+xml,${ICON}">
<link rel="stylesheet" href="${paths.styles}">
<link rel="modulepreload" href="${paths.script}">
<script type="module" src="${paths.script}"></script>
</head>
<body>
<noscript><p>This page runs programs in your browser, and needs JavaScript for it.</p></noscript>
</body>
</html>
`;
}

const ICON = encodeURIComponent(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#1d8a70" ` +
    `stroke-width="2" stroke-linejoin="round"><path d="M12 2.5 20.2 7.25v9.5L12 21.5 3.8 16.75v-9.5z` +
    `M3.8 7.25 12 12l8.2-4.75M12 12v9.5"/></svg>`,
);
