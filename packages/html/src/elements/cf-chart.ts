/** `cf-chart`: numbers as lines, areas, bars or dots, and as a table for screen readers. */

import {
  css,
  type CSSResultGroup,
  html,
  nothing,
  type PropertyDeclarations,
  svg,
  type SVGTemplateResult,
  type TemplateResult,
} from "lit";
import { CfElement, propertiesOf } from "./cf-element.ts";
import { type Series, seriesOf, ticksOf } from "./chart-series.ts";
import { hostStyles } from "./shared-styles.ts";

const WIDTH = 640;
const MARGIN = { top: 12, right: 12, bottom: 28, left: 48 } as const;

/** Places of values on the drawing. */
interface Scales {
  readonly height: number;
  readonly count: number;
  x(index: number): number;
  y(value: number): number;
}

/** See the catalogue entry of `cf-chart`. */
export class CfChart extends CfElement {
  static override properties: PropertyDeclarations = propertiesOf("cf-chart");
  static override styles: CSSResultGroup = [
    hostStyles,
    css`
      :host {
        display: block;
        color: var(--cf-text-muted);
      }
      svg {
        display: block;
        width: 100%;
        height: auto;
        overflow: visible;
      }
      text {
        fill: currentColor;
        font: 12px var(--cf-font);
        font-variant-numeric: tabular-nums;
      }
      .grid {
        stroke: var(--cf-border);
      }
      .zero {
        stroke: var(--cf-border-strong);
      }
      .legend {
        display: flex;
        flex-wrap: wrap;
        gap: 0.25rem 1rem;
        margin: 0.25rem 0 0;
        padding: 0;
        font-size: var(--cf-size-sm);
        list-style: none;
      }
      .legend svg {
        display: inline-block;
        width: 0.75rem;
        height: 0.75rem;
        margin-inline-end: 0.375rem;
      }
      .numbers {
        position: absolute;
        width: 1px;
        height: 1px;
        overflow: hidden;
        clip-path: inset(50%);
      }
    `,
  ];

  declare data: unknown;
  declare marks: unknown;
  declare type: string | undefined;
  declare x: string | undefined;
  declare y: string | undefined;
  declare label: string | undefined;
  declare xLabel: string | undefined;
  declare yLabel: string | undefined;
  declare height: number | undefined;
  declare color: string | undefined;

  protected override render(): TemplateResult {
    const series = seriesOf(this);
    const ticks = ticksOf(series);
    const height = this.height ?? 200;
    const scales = scalesOf(series, ticks, height);
    const label = this.label || this.yLabel || "Chart";
    return html`
      <svg part="chart" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label=${label}>
        ${ticks.map((tick) => gridLine(tick, scales))}
        ${xLabels(series, scales)}
        ${series.map((one, index) => mark(one, scales, barPlace(series, index)))}
      </svg>
      ${series.length > 1 ? legend(series) : nothing}
      ${numbers(series, label)}
    `;
  }
}

function scalesOf(series: readonly Series[], ticks: readonly number[], height: number): Scales {
  const count = Math.max(1, ...series.map(({ points }) => points.length));
  const [low, high] = [ticks[0]!, ticks.at(-1)!];
  const inner = {
    width: WIDTH - MARGIN.left - MARGIN.right,
    height: height - MARGIN.top - MARGIN.bottom,
  };
  return {
    height,
    count,
    x: (index) => round(MARGIN.left + inner.width * (index + 0.5) / count),
    y: (value) => round(MARGIN.top + inner.height * (1 - (value - low) / (high - low))),
  };
}

function gridLine(tick: number, scales: Scales): SVGTemplateResult {
  const y = scales.y(tick);
  return svg`
    <line class=${tick === 0 ? "zero" : "grid"} x1=${MARGIN.left} x2=${WIDTH -
      MARGIN.right} y1=${y} y2=${y} />
    <text x=${MARGIN.left - 8} y=${y + 4} text-anchor="end">${format(tick)}</text>
  `;
}

/** As many texts as there is room for. */
function xLabels(series: readonly Series[], scales: Scales): SVGTemplateResult[] {
  const longest = series.find(({ points }) => points.length === scales.count);
  if (longest === undefined) return [];
  const widest = Math.max(...longest.points.map(({ x }) => x.length)) * 7 + 16;
  const every = Math.ceil(widest * scales.count / (WIDTH - MARGIN.left - MARGIN.right));
  return longest.points.flatMap(({ x }, index) =>
    index % every === 0
      ? [svg`<text x=${scales.x(index)} y=${scales.height - 8} text-anchor="middle">${x}</text>`]
      : []
  );
}

/** Which of how many bars stands at each place. */
function barPlace(series: readonly Series[], index: number): { at: number; of: number } {
  const bars = series.filter(({ type }) => type === "bar");
  return { at: Math.max(0, bars.indexOf(series[index]!)), of: Math.max(1, bars.length) };
}

function mark(
  { type, points, color }: Series,
  scales: Scales,
  place: { at: number; of: number },
): SVGTemplateResult | SVGTemplateResult[] {
  const at = points.map(({ y }, index) => [scales.x(index), scales.y(y)] as const);
  const line = at.map(([x, y]) => `${x},${y}`).join(" ");
  switch (type) {
    case "bar":
      return points.map(({ x, y }, index) => bar({ x, y, index, color }, scales, place));
    case "dot":
      return at.map(([x, y], i) =>
        svg`
          <circle cx=${x} cy=${y} r="4" fill=${color}>
            <title>${title(points[i]!)}</title>
          </circle>
        `
      );
    case "area": {
      const base = scales.y(0);
      const first = at[0]?.[0] ?? 0;
      const last = at.at(-1)?.[0] ?? 0;
      return svg`
        <polygon points="${first},${base} ${line} ${last},${base}" fill=${color}
          fill-opacity="0.18" />
        <polyline points=${line} fill="none" stroke=${color} stroke-width="2"
          stroke-linejoin="round" />
      `;
    }
    case "line":
      return svg`
        <polyline points=${line} fill="none" stroke=${color} stroke-width="2"
          stroke-linejoin="round" stroke-linecap="round" />
                ${at.map(([x, y], i) =>
                  svg`
                    <circle cx=${x} cy=${y} r="2.5" fill=${color}>
                      <title>${title(points[i]!)}</title>
                    </circle>
                  `
                )}
      `;
  }
}

function bar(
  point: { x: string; y: number; index: number; color: string },
  scales: Scales,
  place: { at: number; of: number },
): SVGTemplateResult {
  const step = scales.count > 1 ? scales.x(1) - scales.x(0) : WIDTH / 3;
  const width = Math.max(1, step * 0.7 / place.of);
  const x = scales.x(point.index) - step * 0.35 + width * place.at;
  const top = scales.y(Math.max(0, point.y));
  const height = Math.max(0.5, scales.y(Math.min(0, point.y)) - top);
  return svg`
    <rect x=${round(x)} y=${top} width=${round(width * 0.92)} height=${round(height)} rx="2"
      fill=${point.color}>
      <title>${title(point)}</title>
    </rect>
  `;
}

function legend(series: readonly Series[]): TemplateResult {
  return html`<ul class="legend">${
    series.map(({ label, color }) =>
      html`<li><svg viewBox="0 0 12 12" aria-hidden="true"><rect width="12" height="12" rx="3" fill=${color} /></svg>${label}</li>`
    )
  }</ul>`;
}

function numbers(series: readonly Series[], label: string): TemplateResult {
  return html`<table class="numbers">
    <caption>${label}</caption>
    ${
    series.map(({ label: name, points }) =>
      points.map(({ x, y }) =>
        html`
          <tr>
            <th scope="row">${name} ${x}</th>
            <td>${y}</td>
          </tr>
        `
      )
    )
  }
  </table>`;
}

function title({ x, y }: { x: string; y: number }): string {
  return `${x}: ${format(y)}`;
}

function format(value: number): string {
  return new Intl.NumberFormat(undefined, { maximumFractionDigits: 2 }).format(value);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

customElements.define("cf-chart", CfChart);
