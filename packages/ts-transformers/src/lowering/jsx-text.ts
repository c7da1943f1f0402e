/** Text in JSX: white space around line breaks, and character entities. */

const LATIN1 = ("nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg " +
  "macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 " +
  "iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave " +
  "Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute " +
  "Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave " +
  "eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide " +
  "oslash ugrave uacute ucirc uuml yacute thorn yuml").split(" ");

const ENTITIES: ReadonlyMap<string, number> = new Map([
  ...LATIN1.map((name, index): [string, number] => [name, 160 + index]),
  ["quot", 0x22],
  ["amp", 0x26],
  ["apos", 0x27],
  ["lt", 0x3c],
  ["gt", 0x3e],
  ["OElig", 0x152],
  ["oelig", 0x153],
  ["Scaron", 0x160],
  ["scaron", 0x161],
  ["Yuml", 0x178],
  ["fnof", 0x192],
  ["circ", 0x2c6],
  ["tilde", 0x2dc],
  ["alpha", 0x3b1],
  ["beta", 0x3b2],
  ["gamma", 0x3b3],
  ["delta", 0x3b4],
  ["Delta", 0x394],
  ["pi", 0x3c0],
  ["sigma", 0x3c3],
  ["Sigma", 0x3a3],
  ["omega", 0x3c9],
  ["Omega", 0x3a9],
  ["mu", 0x3bc],
  ["lambda", 0x3bb],
  ["theta", 0x3b8],
  ["ensp", 0x2002],
  ["emsp", 0x2003],
  ["thinsp", 0x2009],
  ["zwnj", 0x200c],
  ["zwj", 0x200d],
  ["ndash", 0x2013],
  ["mdash", 0x2014],
  ["lsquo", 0x2018],
  ["rsquo", 0x2019],
  ["sbquo", 0x201a],
  ["ldquo", 0x201c],
  ["rdquo", 0x201d],
  ["bdquo", 0x201e],
  ["dagger", 0x2020],
  ["Dagger", 0x2021],
  ["bull", 0x2022],
  ["hellip", 0x2026],
  ["permil", 0x2030],
  ["prime", 0x2032],
  ["Prime", 0x2033],
  ["lsaquo", 0x2039],
  ["rsaquo", 0x203a],
  ["oline", 0x203e],
  ["frasl", 0x2044],
  ["euro", 0x20ac],
  ["trade", 0x2122],
  ["larr", 0x2190],
  ["uarr", 0x2191],
  ["rarr", 0x2192],
  ["darr", 0x2193],
  ["harr", 0x2194],
  ["crarr", 0x21b5],
  ["lArr", 0x21d0],
  ["rArr", 0x21d2],
  ["hArr", 0x21d4],
  ["forall", 0x2200],
  ["part", 0x2202],
  ["exist", 0x2203],
  ["empty", 0x2205],
  ["isin", 0x2208],
  ["prod", 0x220f],
  ["sum", 0x2211],
  ["minus", 0x2212],
  ["radic", 0x221a],
  ["infin", 0x221e],
  ["cap", 0x2229],
  ["cup", 0x222a],
  ["asymp", 0x2248],
  ["ne", 0x2260],
  ["equiv", 0x2261],
  ["le", 0x2264],
  ["ge", 0x2265],
  ["loz", 0x25ca],
  ["spades", 0x2660],
  ["clubs", 0x2663],
  ["hearts", 0x2665],
  ["diams", 0x2666],
]);

/** `text` with named, decimal and hexadecimal entities replaced; unknown ones stay as written. */
export function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([0-9a-fA-F]+)|(\w+));/g, (whole, decimal, hex, name) => {
    const code = decimal !== undefined
      ? parseInt(decimal, 10)
      : hex !== undefined
      ? parseInt(hex, 16)
      : ENTITIES.get(name);
    return code === undefined || code > 0x10ffff ? whole : String.fromCodePoint(code);
  });
}

/**
 * The text that JSX source text stands for, or `undefined` for none: lines are trimmed where they
 * meet a line break, empty lines vanish, and the rest are joined by one space.
 */
export function jsxText(source: string): string | undefined {
  const lines = source.split(/\r\n|[\n\r\u2028\u2029]/);
  const kept: string[] = [];
  lines.forEach((line, index) => {
    let text = line;
    if (index > 0) text = text.replace(/^[ \t]+/, "");
    if (index < lines.length - 1) text = text.replace(/[ \t]+$/, "");
    if (text !== "") kept.push(text);
  });
  return kept.length === 0 ? undefined : decodeEntities(kept.join(" "));
}
