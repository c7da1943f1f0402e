/**
 * Unpacks the packaged Chromium into `TMPDIR`. A program of its own, because the package decides
 * where to write from its environment. The specifier is computed, so that machines with a browser
 * never download the package.
 */

const packaged = ["npm", "@sparticuz/chromium@153.0.0"].join(":");
const { default: chromium } = await import(packaged) as {
  default: { executablePath(): Promise<string> };
};
console.log(await chromium.executablePath());
