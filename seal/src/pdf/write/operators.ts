import type { Colour, PathShape, PlacedImage } from '../../ofd/content.js';
import type { PdfGrid, PdfPage, PdfPageObject, PdfText } from './content.js';
import type { PreparedFont } from './font.js';
import { points } from './points.js';

/**
 * The operators that draw a page (ISO 32000-1 annex A). Its unit is the micrometre, from the upper left corner downwards,
 * so that most numbers are integers.
 * @throws TypeError when a font lacks a character
 */
export function operators(page: PdfPage, fonts: readonly PreparedFont[]): string {
  const pen = new Pen(fonts);
  pen.write(`${SCALE} 0 0 -${SCALE} 0 ${points(page.height)} cm\n`);
  for (const object of page.objects) draw(pen, object);
  pen.path();
  return pen.operators;
}

/** A micrometre in points. */
const SCALE = '0.00283464567';

function draw(pen: Pen, object: PdfPageObject): void {
  switch (object.kind) {
    case 'text':
      return drawText(pen, object);
    case 'path':
      return drawPath(pen, object);
    case 'image':
      return drawImage(pen, object);
    case 'grid':
      return drawGrid(pen, object);
  }
}

/** What has been written, and the state in which it leaves whoever reads it; nothing is set twice. */
class Pen {
  readonly #fonts: readonly PreparedFont[];
  operators = '';
  #isText = false;
  #fill = '';
  #stroke = '';
  #width = 1;
  #font = '';
  #spacing = 0;

  constructor(fonts: readonly PreparedFont[]) {
    this.#fonts = fonts;
  }

  write(text: string): void {
    this.operators += text;
  }

  /** From here on text is set. */
  text(): void {
    if (!this.#isText) this.operators += 'BT\n';
    this.#isText = true;
  }

  /** From here on paths are drawn. */
  path(): void {
    if (this.#isText) this.operators += 'ET\n';
    this.#isText = false;
  }

  fill(colour: Colour): void {
    const text = colourText(colour);
    if (text !== this.#fill) this.operators += `${text} rg\n`;
    this.#fill = text;
  }

  stroke(colour: Colour, width: number): void {
    const text = colourText(colour);
    if (text !== this.#stroke) this.operators += `${text} RG\n`;
    if (width !== this.#width) this.operators += `${number(width)} w\n`;
    this.#stroke = text;
    this.#width = width;
  }

  font(index: number, size: number, spacing: number): PreparedFont {
    const font = this.#fonts[index];
    if (font === undefined) throw new TypeError('a font that is not there');
    const text = `/F${index} ${number(size)} Tf\n`;
    if (text !== this.#font) this.operators += text;
    const rounded = Math.round(spacing * 1000) / 1000;
    if (rounded !== this.#spacing) this.operators += `${rounded} Tc\n`;
    this.#font = text;
    this.#spacing = rounded;
    return font;
  }
}

function drawText(pen: Pen, { text, x, y, size, font, spacing, colour, rise = 0 }: PdfText): void {
  pen.text();
  pen.fill(colour);
  const { codes } = pen.font(font, size, spacing);
  let shown = '';
  for (const character of text) {
    const code = codes.get(character.codePointAt(0) ?? 0);
    if (code === undefined) throw new TypeError('a font without a character');
    shown += code;
  }
  pen.write(`${direction(rise)} ${number(x)} ${number(y)} Tm\n<${shown}> Tj\n`);
}

/** Glyphs stand upright where y goes down. */
function direction(degrees: number): string {
  if (degrees === 0) return '1 0 0 -1';
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return [cos, -sin, -sin, -cos].map((each) => each.toFixed(6)).join(' ');
}

function drawPath(pen: Pen, { path, fill, stroke }: PathShape): void {
  pen.path();
  if (fill !== undefined) pen.fill(fill);
  if (stroke !== undefined) pen.stroke(stroke.colour, stroke.width);
  let text = '';
  for (const part of path) {
    for (let i = 1; i < part.length; i++) text += `${number(Number(part[i]))} `;
    text += `${LETTER[part[0]]}\n`;
  }
  pen.write(text + (fill === undefined ? 'S\n' : stroke === undefined ? 'f\n' : 'B\n'));
}

const LETTER = { M: 'm', L: 'l', B: 'c', C: 'h' } as const;

function drawImage(pen: Pen, { image, x, y, width, height }: PlacedImage): void {
  pen.path();
  const place = `${number(width)} 0 0 -${number(height)} ${number(x)} ${number(y + height)}`;
  pen.write(`q ${place} cm /I${image} Do Q\n`);
}

function drawGrid(pen: Pen, { x, y, side, rows, colour }: PdfGrid): void {
  pen.path();
  pen.fill(colour);
  let text = `q ${number(side)} 0 0 ${number(side)} ${number(x)} ${number(y)} cm\n`;
  for (const [down, row] of rows.entries())
    for (let from = 0; from < row.length; from++) {
      if (row[from] !== true) continue;
      let to = from;
      while (row[to + 1] === true) to++;
      text += `${from} ${down} ${to + 1 - from} 1 re\n`;
      from = to;
    }
  pen.write(`${text}f Q\n`);
}

function colourText(colour: Colour): string {
  return colour.map((part) => number(part / 255)).join(' ');
}

/** To a thousandth: of a micrometre, or of a colour. */
function number(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return String(Math.round(value * 1000) / 1000);
}
