/**
 * Markdown as nodes: the tokens of a parser become templates, and nothing becomes markup. HTML in
 * the text stays text, and links lead only where the policy allows.
 */

import { html, nothing, type TemplateResult } from "lit";
import { lexer, type Token, type Tokens } from "marked";
import { isUrlAllowed } from "../policy/urls.ts";

type Nodes = TemplateResult | string | typeof nothing | Nodes[];

/** The nodes of a markdown text. */
export function markdownNodes(text: string): Nodes {
  return lexer(text, { gfm: true }).map(block);
}

function block(token: Token): Nodes {
  switch (token.type) {
    case "heading":
      return heading(token as Tokens.Heading);
    case "paragraph":
      return html`<p>${inlines(token.tokens)}</p>`;
    case "blockquote":
      return html`<blockquote>${(token.tokens ?? []).map(block)}</blockquote>`;
    case "code":
      return html`<pre><code>${token.text as string}</code></pre>`;
    case "list":
      return list(token as Tokens.List);
    case "table":
      return table(token as Tokens.Table);
    case "hr":
      return html`<hr>`;
    case "space":
    case "checkbox":
    case "def":
      return nothing;
    case "html":
      return html`<p>${token.raw.trim()}</p>`;
    default:
      return inline(token);
  }
}

function heading({ depth, tokens }: Tokens.Heading): TemplateResult {
  const content = inlines(tokens);
  switch (depth) {
    case 1:
      return html`<h1>${content}</h1>`;
    case 2:
      return html`<h2>${content}</h2>`;
    case 3:
      return html`<h3>${content}</h3>`;
    default:
      return html`<h4>${content}</h4>`;
  }
}

function list({ ordered, start, items }: Tokens.List): TemplateResult {
  const entries = items.map((item) =>
    html`<li class=${item.task ? "task" : nothing}>${
      item.task ? html`<input type="checkbox" disabled ?checked=${item.checked ?? false}>` : nothing
    }${item.tokens.map(block)}</li>`
  );
  if (!ordered) return html`<ul>${entries}</ul>`;
  return html`<ol start=${start === "" ? 1 : start}>${entries}</ol>`;
}

function table({ header, rows, align }: Tokens.Table): TemplateResult {
  const side = (index: number) => align[index] ?? "";
  return html`
    <table>
      <thead>
        <tr>${header.map((cell, i) =>
          html`<th scope="col" class=${side(i)}>${inlines(cell.tokens)}</th>`
        )}</tr>
      </thead>
      <tbody>${rows.map((row) =>
        html`<tr>${
          row.map((cell, i) => html`<td class=${side(i)}>${inlines(cell.tokens)}</td>`)
        }</tr>`
      )}</tbody>
    </table>
  `;
}

function inlines(tokens: readonly Token[] | undefined): Nodes {
  return (tokens ?? []).map(inline);
}

function inline(token: Token): Nodes {
  switch (token.type) {
    case "strong":
      return html`<strong>${inlines(token.tokens)}</strong>`;
    case "em":
      return html`<em>${inlines(token.tokens)}</em>`;
    case "del":
      return html`<del>${inlines(token.tokens)}</del>`;
    case "codespan":
      return html`<code>${token.text as string}</code>`;
    case "br":
      return html`<br>`;
    case "link":
      return link(token as Tokens.Link);
    case "image":
      return image(token as Tokens.Image);
    case "checkbox":
      return nothing;
    case "escape":
      return token.text as string;
    case "text":
      return token.tokens === undefined ? token.text as string : inlines(token.tokens);
    default:
      return token.raw;
  }
}

function link({ href, title, tokens }: Tokens.Link): Nodes {
  if (!isUrlAllowed(href, "navigate")) return inlines(tokens);
  return html`<a href=${href} title=${title || nothing} rel="noopener noreferrer">${
    inlines(tokens)
  }</a>`;
}

function image({ href, title, text }: Tokens.Image): Nodes {
  if (!isUrlAllowed(href, "load")) return text;
  return html`<img src=${href} alt=${text} title=${title || nothing} loading="lazy">`;
}
