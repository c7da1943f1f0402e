/** Which URLs a pattern may put into an attribute. */

const NAVIGATION = new Set(["http:", "https:", "mailto:", "tel:", "sms:"]);
const RESOURCE = new Set(["http:", "https:", "blob:"]);
const IMAGE_DATA = /^data:image\/(?:png|gif|jpeg|webp|avif|bmp|svg\+xml|x-icon)[;,]/i;
const MEDIA_DATA = /^data:(?:audio|video)\/[\w.+-]+[;,]/i;

/** What browsers skip in a URL, or a reader cannot see: control, format and space characters. */
const IGNORED = /[\p{Cc}\p{Cf}\p{Z}]/gu;

/** What a URL is used for: `navigate` is followed by the user, `load` is fetched by the page. */
export type UrlUse = "navigate" | "load";

/**
 * Whether `url` may be used. Relative addresses may. Control characters and white space are
 * ignored as a browser ignores them, so that `java\tscript:` hides nothing.
 */
export function isUrlAllowed(url: string, use: UrlUse): boolean {
  const text = url.replace(IGNORED, "");
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1];
  if (scheme === undefined) return !/^[^/?#]*(?::|&colon|&#)/i.test(text);
  const protocol = `${scheme.toLowerCase()}:`;
  if (use === "navigate") return NAVIGATION.has(protocol);
  return RESOURCE.has(protocol) || IMAGE_DATA.test(text) || MEDIA_DATA.test(text);
}

/** Whether every candidate of a `srcset` may be loaded. */
export function isSrcsetAllowed(srcset: string): boolean {
  return srcset.split(/,\s+/).every((candidate) =>
    isUrlAllowed(candidate.trim().split(/\s+/)[0] ?? "", "load")
  );
}
