import type { LayoutLine, Stroke } from '../../labor-contract/document/layout-view.js';
import { breakLines, widthOf } from '../../labor-contract/document/line-breaking.js';
import { line, penned } from './drawing.js';
import type { ShownClaim } from './shown-claims.js';

/** The rows of a certificate: a claim in each, its label in both languages, its value over a line. */
export interface Rows {
  readonly lines: readonly LayoutLine[];
  readonly strokes: readonly Stroke[];
}

/** Where they stand, in micrometres. */
const AT = {
  top: 122_000,
  height: 88_000,
  label: 46_000,
  beside: 63_000,
  value: 86_000,
  right: 168_000,
} as const;

/** From the usual one to the closest: the first in which everything has its place is taken. */
const DENSITIES: readonly Density[] = [
  { step: 14_000, leading: 6_400, label: 4_400, value: 5_000, strong: 6_200, english: 'below' },
  { step: 11_500, leading: 5_800, label: 4_100, value: 4_600, strong: 5_500, english: 'below' },
  { step: 9_400, leading: 5_000, label: 3_700, value: 4_000, strong: 4_800, english: 'below' },
  { step: 7_600, leading: 4_400, label: 3_500, value: 3_700, strong: 4_300, english: 'beside' },
  { step: 6_500, leading: 4_000, label: 3_200, value: 3_400, strong: 3_900, english: 'beside' },
  { step: 5_500, leading: 3_400, label: 2_700, value: 2_800, strong: 3_200, english: 'beside' },
  { step: 4_700, leading: 2_700, label: 2_200, value: 2_200, strong: 2_600, english: 'beside' },
];

/** Distance of rows and of a value's lines, the sizes of type, and where the English label stands. */
interface Density {
  readonly step: number;
  readonly leading: number;
  readonly label: number;
  readonly value: number;
  readonly strong: number;
  readonly english: 'below' | 'beside';
}

/** Undefined when the page has no room for them. */
export function rowsOf(claims: readonly ShownClaim[], emphasis: string): Rows | undefined {
  for (const density of DENSITIES) {
    const rows = claims.map((claim) => brokenTo(claim, claim.claim === emphasis, density));
    const height = rows.reduce((sum, row) => sum + row.height, 0);
    if (height <= AT.height) return placed(rows, density);
  }
  return undefined;
}

interface Row {
  readonly claim: ShownClaim;
  readonly isStrong: boolean;
  /** The value in the lines that it takes. */
  readonly value: readonly string[];
  readonly height: number;
}

function brokenTo(claim: ShownClaim, isStrong: boolean, density: Density): Row {
  const size = isStrong ? density.strong : density.value;
  const broken = breakLines([{ text: claim.value, weight: 'bold', style: {} }], size, AT.right - AT.value);
  const value = broken.map((pieces) => pieces.map(({ text }) => text).join(''));
  return { claim, isStrong, value, height: density.step + (value.length - 1) * density.leading };
}

function placed(rows: readonly Row[], density: Density): Rows {
  const lines: LayoutLine[] = [];
  const strokes: Stroke[] = [];
  const { below, english, lower, rule } = measuresOf(density);
  let y = AT.top;
  for (const { claim, isStrong, value, height } of rows) {
    const { label, labelInEnglish, valueInEnglish } = claim;
    const size = isStrong ? density.strong : density.value;
    const tone = isStrong ? { tone: 'crimson' as const } : {};
    lines.push(
      line(label, AT.label, y, { size: fitting(label, density.label, AT.value - AT.label - 4_000) }),
      below
        ? line(labelInEnglish, AT.label, y + Math.round(density.label * 0.98), {
            size: fitting(labelInEnglish, english, AT.value - AT.label - 4_000),
            tone: 'grey',
          })
        : line(labelInEnglish, AT.beside, y, {
            size: fitting(labelInEnglish, english, AT.value - AT.beside - 3_000),
            tone: 'grey',
          }),
      ...value.map((text, i) =>
        line(text, AT.value, y + lower + i * density.leading, { size, weight: 'bold', ...tone }),
      ),
    );
    const bottom = y + height - density.step;
    const beside = valueInEnglish === undefined ? 0 : widthOf(valueInEnglish, english, 'regular');
    const last = widthOf(value.at(-1) ?? '', size, 'bold');
    if (valueInEnglish !== undefined && AT.value + last + beside < AT.right - 4_000)
      lines.push(
        line(valueInEnglish, AT.right - 1_000 - beside, bottom + lower, { size: english, tone: 'grey' }),
      );
    strokes.push(penned(AT.value - 2_000, AT.right, bottom + rule, 150));
    y += height;
  }
  return { lines, strokes };
}

/** Size of the English words, and how far below the label's baseline the value's and the line under it are. */
function measuresOf({ english, label }: Density): {
  readonly below: boolean;
  readonly english: number;
  readonly lower: number;
  readonly rule: number;
} {
  return english === 'below'
    ? {
        below: true,
        english: Math.round(label * 0.6),
        lower: Math.round(label * 0.18),
        rule: Math.round(label * 0.75),
      }
    : { below: false, english: Math.round(label * 0.72), lower: 0, rule: Math.round(label * 0.5) };
}

/** A label stays in its column. */
function fitting(text: string, size: number, most: number): number {
  return Math.min(size, Math.floor((size * most) / widthOf(text, size, 'regular')));
}
