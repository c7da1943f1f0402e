/** The page's addresses: `/`, `/<space>`, `/<space>/<piece>`. */

/** Which page is shown. */
export type Route =
  | { readonly kind: "home" }
  | { readonly kind: "space"; readonly space: string }
  | { readonly kind: "piece"; readonly space: string; readonly piece: string };

/** The route of a path; what is no address of ours leads home. */
export function parseRoute(path: string): Route {
  const parts = path.split("/").filter((part) => part !== "").map(decode);
  const [space, piece] = parts;
  if (space === undefined) return { kind: "home" };
  return piece === undefined ? { kind: "space", space } : { kind: "piece", space, piece };
}

/** The path of a route. */
export function routePath(route: Route): string {
  switch (route.kind) {
    case "home":
      return "/";
    case "space":
      return `/${encode(route.space)}`;
    case "piece":
      return `/${encode(route.space)}/${encode(route.piece)}`;
  }
}

/** Colons are legal in a path and DIDs are full of them. */
function encode(part: string): string {
  return encodeURIComponent(part).replaceAll("%3A", ":");
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
