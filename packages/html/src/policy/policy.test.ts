import assert from "node:assert/strict";
import fc from "fast-check";
import { h, mount } from "../../test/view.ts";
import { allowedAttribute } from "./attributes.ts";
import { cleanStyle, styleText } from "./css.ts";
import { elementVerdict } from "./elements.ts";
import { isSrcsetAllowed, isUrlAllowed } from "./urls.ts";

const HOSTILE_URLS = [
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  " javascript:alert(1)",
  "\u0001javascript:alert(1)",
  "java\tscript:alert(1)",
  "java\nscript:alert(1)",
  "javascript\u200b:alert(1)",
  "java\u00adscript:alert(1)",
  "vbscript:msgbox(1)",
  "data:text/html,<script>alert(1)</script>",
  "data:text/html;base64,PHNjcmlwdD4=",
  "data:application/xhtml+xml,<x/>",
  "file:///etc/passwd",
  "filesystem:https://example.com/x",
  "view-source:https://example.com",
  "jar:https://example.com!/x",
  "blob:https://example.com/id",
  "feed:javascript:alert(1)",
  "javascript&colon;alert(1)",
  "javascript&#58;alert(1)",
];

Deno.test("isUrlAllowed() refuses every scheme that runs or reaches what it should not", () => {
  for (const url of HOSTILE_URLS) assert.equal(isUrlAllowed(url, "navigate"), false, url);
  for (const url of HOSTILE_URLS.filter((url) => !url.startsWith("blob:"))) {
    assert.equal(isUrlAllowed(url, "load"), false, url);
  }
});

Deno.test("isUrlAllowed() allows what pages use", () => {
  const links = [
    "https://example.com/c?d=e:f#g",
    "http://a.test",
    "mailto:a@b",
    "tel:+1",
    "/a",
    "a/b:c",
    "#x",
  ];
  for (const url of [...links, "", "?q=a:b", "./x", "//a.test/x"]) {
    assert.equal(isUrlAllowed(url, "navigate"), true, url);
  }
  for (
    const url of ["data:image/png;base64,AA==", "blob:https://a.test/b", "https://a.test/x.png"]
  ) {
    assert.equal(isUrlAllowed(url, "load"), true, url);
  }
});

Deno.test("isUrlAllowed() sees through any control character put into a scheme", () => {
  const noise = fc.array(
    fc.constantFrom("\0", "\t", "\n", "\r", " ", "\u200b", "\u00a0", "\u2028"),
  );
  fc.assert(fc.property(fc.array(noise, { minLength: 11, maxLength: 11 }), (gaps) => {
    const hidden = [..."javascript:"].map((letter, i) => gaps[i]!.join("") + letter).join("");
    assert.equal(isUrlAllowed(`${hidden}alert(1)`, "navigate"), false);
  }));
});

Deno.test("isSrcsetAllowed() looks at every candidate", () => {
  assert.equal(isSrcsetAllowed("a.png 1x, b.png 2x"), true);
  assert.equal(isSrcsetAllowed("a.png 1x, javascript:alert(1) 2x"), false);
});

Deno.test("allowedAttribute() refuses handlers, markup, named access and cross-document use", () => {
  const refused: [string, string, string][] = [
    ["p", "onclick", "alert(1)"],
    ["p", "ONCLICK", "alert(1)"],
    ["svg", "onload", "alert(1)"],
    ["cf-button", "onclick", "alert(1)"],
    ["a", "href", "javascript:alert(1)"],
    ["a", "xlink:href", "javascript:alert(1)"],
    ["form", "action", "javascript:alert(1)"],
    ["button", "formaction", "javascript:alert(1)"],
    ["img", "src", "javascript:alert(1)"],
    ["iframe", "src", "data:text/html,x"],
    ["iframe", "srcdoc", "<script>alert(1)</script>"],
    ["use", "href", "https://evil.test/x.svg#a"],
    ["a", "ping", "https://evil.test"],
    ["form", "name", "body"],
    ["img", "name", "cookie"],
    ["p", "is", "x-evil"],
    ["p", "bogus", "1"],
  ];
  for (const [tag, name, value] of refused) {
    assert.equal(allowedAttribute(tag, name, value), null, `${tag} ${name}`);
  }
});

Deno.test("allowedAttribute() never lets a frame reach its page", () => {
  const tokens = "allow-same-origin allow-top-navigation allow-scripts allow-forms";
  assert.equal(allowedAttribute("iframe", "sandbox", tokens), "allow-scripts allow-forms");
});

Deno.test("elementVerdict() drops what runs or loads code and neutralizes what it does not know", () => {
  for (const name of ["script", "SCRIPT", "style", "link", "meta", "base", "object", "embed"]) {
    assert.equal(elementVerdict(name, 0).kind, "drop", name);
  }
  for (const name of ["script", "animate", "set"]) {
    assert.equal(elementVerdict(name, 1).kind, "drop");
  }
  assert.deepEqual(elementVerdict("marquee", 0), { kind: "neutral", tag: "span" });
  assert.deepEqual(elementVerdict("cf-constructor", 0), { kind: "neutral", tag: "div" });
  assert.deepEqual(elementVerdict("constructor", 0), { kind: "neutral", tag: "span" });
});

Deno.test("cleanStyle() leaves out what loads or runs, and keeps the rest", () => {
  const hostile = [
    "background: url(javascript:alert(1))",
    "background: url('data:text/html,x')",
    "width: expression(alert(1))",
    "behavior: url(x.htc)",
    "-moz-binding: url(x.xml)",
    "background: u\\72l(javascript:alert(1))",
    "background: ur/**/l(javascript:alert(1))",
    "background: url(",
    "background: image-set('javascript:alert(1)' 1x)",
  ];
  for (const declaration of hostile.filter((text) => text !== "background: url(")) {
    assert.equal(cleanStyle(`color: red; ${declaration}`), "color: red;", declaration);
  }
  assert.equal(
    cleanStyle("background: url(https://a.test/b.png); color: red"),
    "background: url(https://a.test/b.png); color: red;",
  );
  assert.equal(cleanStyle("color: red"), "color: red");
});

Deno.test("styleText() writes lengths, dashes and custom properties, one declaration a key", () => {
  assert.equal(
    styleText({ fontSize: 12, lineHeight: 1.5, "--x": 3, WebkitLineClamp: 2, color: null, top: 0 }),
    "font-size: 12px; line-height: 1.5; --x: 3; -webkit-line-clamp: 2; top: 0;",
  );
  assert.equal(styleText({ color: "red; background: url(x)" }), "");
  assert.equal(styleText({ "color:red;x": "1" }), "");
});

Deno.test("render() shows nothing of what is dropped, warns once, and runs no text handler", () => {
  const { tree, warnings } = mount(h("div", null, [
    h("script", null, "alert(1)"),
    h("style", null, "* { display: none }"),
    h("p", { onclick: "alert(1)", innerHTML: "<b>x</b>" }, "safe"),
    h("a", { href: "javascript:alert(1)" }, "link"),
    h("a", { href: "javascript:alert(2)" }, "link"),
    h("iframe", { src: "https://a.test" }),
  ]));
  assert.equal(
    tree.toHtml(),
    '<div><p>safe</p><a rel="noopener noreferrer">link</a><a rel="noopener noreferrer">link</a>' +
      '<iframe sandbox referrerpolicy="no-referrer" loading="lazy" src="https://a.test"></iframe></div>',
  );
  assert.equal(warnings.length, 4);
  assert.ok(warnings.some((warning) => /innerHTML on <p>.*cf-markdown/.test(warning)));
});
