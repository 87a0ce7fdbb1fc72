/**
 * A document laid out on A4 pages: the value that is shown, hashed page by page and drawn into the PDF, and its drawing
 * for the screen. Browser-safe. Format: docs/formats/contract-document.md.
 *
 * Lengths are micrometres from the page's upper left corner, as integers, so that a page has canonical bytes; its digest
 * is SM3 of them.
 */

export interface Layout {
  readonly format: 'renxin-layout-v1';
  /** The template from which it was made; `sm3` is base64url of SM3 of its canonical bytes. */
  readonly template: { readonly id: string; readonly version: number; readonly sm3: string };
  /** Number of the contract, or of the certificate. */
  readonly number: string;
  readonly title: string;
  /** base64url of SM3 of the canonical bytes of `{content, template}`: stands at the foot of each page. */
  readonly fingerprint: string;
  readonly demonstration: boolean;
  readonly pages: readonly LayoutPage[];
}

export interface LayoutPage {
  readonly format: 'renxin-page-v1';
  readonly number: number;
  readonly of: number;
  readonly width: 210_000;
  readonly height: 297_000;
  /** Large pale text across the page: 演示 on documents that bind nobody. */
  readonly watermark?: string;
  readonly lines: readonly LayoutLine[];
  readonly strokes: readonly Stroke[];
  readonly areas: readonly SignatureArea[];
}

/** One line of text. */
export interface LayoutLine {
  /** Of the baseline. */
  readonly y: number;
  readonly runs: readonly LayoutRun[];
}

export interface LayoutRun {
  readonly text: string;
  readonly x: number;
  /** From the first character's left edge to the last one's right edge. */
  readonly width: number;
  readonly size: number;
  readonly weight?: 'bold';
  readonly tone?: 'grey' | 'red' | 'crimson' | 'gold' | 'watermark';
  /** Part of a clause that matters: term, probation, pay, place, non-competition. */
  readonly mark?: true;
  /** JSON pointer of the member of the terms that this text shows. */
  readonly field?: string;
}

/** A straight line or, with `fill`, a filled rectangle between the two corners. */
export interface Stroke {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  /** Of the pen; 0 for a filled rectangle. */
  readonly width: number;
  readonly tone: 'black' | 'grey' | 'pale' | 'crimson' | 'gold' | 'ivory' | 'white';
}

/** Where a party's signature is drawn by viewers; the signature itself is a file beside the document. */
export interface SignatureArea {
  readonly party: 'employer' | 'worker';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface SvgOptions {
  /** Lays a pale ground under the clauses that matter. Default true. */
  readonly highlight?: boolean;
  /** Pointers of members that differ from the version before: their ground has another colour. */
  readonly changed?: ReadonlySet<string>;
}

/**
 * One page as a standalone SVG image, one to one (210 mm x 297 mm). The text keeps its place with every font; nothing is
 * loaded, there is no script and no style element.
 */
export function renderSvg(page: LayoutPage, options: SvgOptions = {}): string {
  const { width, height } = page;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="297mm" viewBox="0 0 ${String(width)} ${String(height)}" font-family="Noto Sans SC, Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, sans-serif">`,
    `<rect width="${String(width)}" height="${String(height)}" fill="#fff"/>`,
    ...page.strokes.filter(isFill).map(stroke),
    page.watermark === undefined ? '' : watermark(page.watermark, width, height),
    ...page.lines.flatMap((line) => grounds(line, options)),
    ...page.strokes.filter((one) => !isFill(one)).map(stroke),
    ...page.lines.map(textLine),
    '</svg>',
  ].join('');
}

function watermark(text: string, width: number, height: number): string {
  const place = `translate(${String(width / 2)} ${String(height / 2)}) rotate(-${String(WATERMARK.angle)}) scale(10)`;
  // Scaled, because browsers draw no type above 10,000 units.
  return `<text font-size="${String(WATERMARK.size / 10)}" font-weight="700" fill="${TONES.watermark}" text-anchor="middle" transform="${place}">${escapeXml(text)}</text>`;
}

/** Grounds under the runs of a line that matter or differ; neighbours of one field share one. */
function grounds({ y, runs }: LayoutLine, { highlight = true, changed }: SvgOptions): readonly string[] {
  const areas: { from: number; to: number; size: number; fill: string; field: string | undefined }[] = [];
  let joined = false;
  for (const { x, width, size, mark, field } of runs) {
    const differs = field !== undefined && changed?.has(field) === true;
    const last = areas.at(-1);
    if (!differs && !(highlight && mark === true)) joined = false;
    else if (joined && last?.field === field && last !== undefined) last.to = x + width;
    else {
      areas.push({ from: x, to: x + width, size, fill: differs ? '#ffd8b5' : '#fff3c4', field });
      joined = true;
    }
  }
  return areas.map(
    ({ from, to, size, fill }) =>
      `<rect x="${String(from)}" y="${String(y - Math.round(size * 0.95))}" width="${String(to - from)}" height="${String(Math.round(size * 1.25))}" fill="${fill}"/>`,
  );
}

/** Filled rectangles lie below all pens. */
export function isFill({ width }: Stroke): boolean {
  return width === 0;
}

function stroke({ x1, y1, x2, y2, width, tone }: Stroke): string {
  if (width === 0)
    return `<rect x="${String(x1)}" y="${String(y1)}" width="${String(x2 - x1)}" height="${String(y2 - y1)}" fill="${TONES[tone]}"/>`;
  return `<line x1="${String(x1)}" y1="${String(y1)}" x2="${String(x2)}" y2="${String(y2)}" stroke="${TONES[tone]}" stroke-width="${String(width)}"/>`;
}

function textLine({ y, runs }: LayoutLine): string {
  return runs
    .map((run) => {
      const weight = run.weight === undefined ? '' : ' font-weight="700"';
      const field = run.field === undefined ? '' : ` data-field="${escapeXml(run.field)}"`;
      return `<text x="${String(run.x)}" y="${String(y)}" font-size="${String(run.size)}" textLength="${String(run.width)}" fill="${TONES[run.tone ?? 'black']}"${weight}${field} xml:space="preserve">${escapeXml(run.text)}</text>`;
    })
    .join('');
}

/** The text across a page that binds nobody: its size in micrometres, its rise in degrees. */
export const WATERMARK = { size: 18_000, angle: 50 } as const;

/** Colours of the drawing, the same on the screen and in the PDF. */
export const TONES = {
  black: '#1a1a1a',
  grey: '#666666',
  red: '#b3261e',
  pale: '#f2f2f2',
  watermark: '#ededed',
  crimson: '#a3161b',
  gold: '#a8843c',
  ivory: '#fdfbf4',
  white: '#ffffff',
} as const;

function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, (character) => `&#${String(character.charCodeAt(0))};`);
}
