/** Program paths: "/"-separated, absolute within the program, resolved without a file system. */

const EXTENSIONS = ["", ".tsx", ".ts", "/index.tsx", "/index.ts"];

/** The folder of `path`, without a trailing slash; "" for a file at the root. */
function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}

/** `relative` seen from the file `from`, with "." and ".." resolved; always starts with "/". */
export function resolvePath(from: string, relative: string): string {
  const start = relative.startsWith("/") ? "" : folderOf(from);
  const parts: string[] = [];
  for (const part of `${start}/${relative}`.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === "..") parts.pop();
    else parts.push(part);
  }
  return `/${parts.join("/")}`;
}

/** Whether an import specifier names a file of the program. */
export function isRelative(specifier: string): boolean {
  return specifier.startsWith("./") || specifier.startsWith("../") || specifier.startsWith("/");
}

/**
 * The program path that an import of `specifier` in `from` names, or `undefined`. A ".js" or
 * ".jsx" ending also finds the TypeScript file, as editors write them.
 */
export function resolveImport(
  from: string,
  specifier: string,
  exists: (path: string) => boolean,
): string | undefined {
  const target = resolvePath(from, specifier);
  for (const base of [target, target.replace(/\.jsx?$/, "")]) {
    for (const extension of EXTENSIONS) {
      if (/\.[a-z]+$/i.test(base + extension) && exists(base + extension)) return base + extension;
    }
  }
  return undefined;
}
