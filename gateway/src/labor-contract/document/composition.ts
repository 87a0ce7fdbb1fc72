import { BOX, MEASURE, TYPE, baseline } from './geometry.js';
import { breakLines, type Piece } from './line-breaking.js';
import { chineseNumber } from './money.js';
import { signatureStrip } from './signature-box.js';
import { lineOf, piecesOf, spacer, underlinesOf, type Strip } from './strip.js';
import { tableStrips } from './table.js';
import { fill, holds, type Block, type Source, type Template } from './template.js';

/** A filled template as strips from top to bottom. */
export function compose(template: Template, source: Source): readonly Strip[] {
  const numbers = { article: 0, item: 0 };
  return template.blocks.flatMap((block) => {
    if ('when' in block && !holds(block.when, source)) return [];
    if (block.kind === 'article') [numbers.article, numbers.item] = [numbers.article + 1, 0];
    if (block.kind === 'item') numbers.item += 1;
    return isFixed(block) ? setOnce(block, source, numbers) : stripsOf(block, source, numbers);
  });
}

/** How many articles there are, and items in this one. */
interface Numbers {
  readonly article: number;
  readonly item: number;
}

/** Its text has no field: it is the same in every document. */
function isFixed(block: Block): boolean {
  return 'text' in block && !block.text.includes('{{');
}

/** Strips of a block of fixed text under these numbers, for the life of the template. */
function setOnce(block: Block, source: Source, numbers: Numbers): readonly Strip[] {
  const known = fixed.get(block) ?? new Map<string, readonly Strip[]>();
  fixed.set(block, known);
  const key = `${String(numbers.article)} ${String(numbers.item)}`;
  const strips = known.get(key) ?? stripsOf(block, source, numbers);
  known.set(key, strips);
  return strips;
}

const fixed = new WeakMap<Block, Map<string, readonly Strip[]>>();

function stripsOf(block: Block, source: Source, numbers: Numbers): readonly Strip[] {
  switch (block.kind) {
    case 'title':
      return centred(block.text, source, TYPE.title, 'bold');
    case 'subtitle':
      return [...centred(block.text, source, TYPE.subtitle, 'regular'), spacer(3_000)];
    case 'caption':
      return [
        spacer(3_500),
        ...paragraph([{ text: block.text, weight: 'bold', style: {} }], TYPE.article).map(kept),
      ];
    case 'table':
      return [spacer(1_500), ...tableStrips(block.rows, source), spacer(4_000)];
    case 'article':
      return [
        spacer(2_200),
        ...paragraph(
          [{ text: `第${chineseNumber(numbers.article)}条　${block.text}`, weight: 'bold', style: {} }],
          TYPE.article,
        ).map(kept),
      ];
    case 'paragraph':
      return paragraph(piecesOf(fill(block.text, source), true), TYPE.body, 2 * TYPE.body.size);
    case 'item':
      return paragraph(
        [label(`（${chineseNumber(numbers.item)}）`), ...piecesOf(fill(block.text, source), true)],
        TYPE.body,
        2 * TYPE.body.size,
      );
    case 'list':
      return listStrips(block.field, source);
    case 'note':
      return [
        spacer(3_000),
        ...paragraph([{ text: block.text, weight: 'regular', style: { tone: 'grey' } }], TYPE.note),
      ];
    case 'signatures':
      return [spacer(6_000), signatureStrip(block.boxes, source)];
  }
}

function listStrips(pointer: string, source: Source): readonly Strip[] {
  const field = source.field(pointer);
  if (field === undefined || typeof field.text === 'string') throw new RangeError(`no list at ${pointer}`);
  return field.text.flatMap((text, i) =>
    paragraph(
      [
        label(`${String(i + 1)}. `),
        {
          text: /[。！？；]$/.test(text) ? text : `${text}。`,
          weight: 'regular',
          style: { field: pointer, ...(field.mark ? { mark: true } : {}) },
        },
      ],
      TYPE.body,
      2 * TYPE.body.size,
    ),
  );
}

/** One strip a line. The first two lines stay together, and the last two. */
function paragraph(
  pieces: readonly Piece[],
  type: { readonly size: number; readonly leading: number },
  indent = 0,
): readonly Strip[] {
  const lines = breakLines(pieces, type.size, MEASURE, indent);
  return lines.map((line, i) => ({
    height: type.leading,
    keep: lines.length > 1 && (i === 0 || i === lines.length - 2),
    lines: [lineOf(line, BOX.left, baseline(0, type), type.size)],
    strokes: underlinesOf(line, BOX.left, baseline(0, type), type.size),
    areas: [],
  }));
}

function centred(
  text: string,
  source: Source,
  type: { readonly size: number; readonly leading: number },
  weight: 'regular' | 'bold',
): readonly Strip[] {
  const pieces = piecesOf(fill(text, source), false).map((piece): Piece => ({ ...piece, weight }));
  return breakLines(pieces, type.size, MEASURE).map((line) => {
    const last = line.at(-1);
    const offset = Math.floor((MEASURE - (last === undefined ? 0 : last.x + last.width)) / 2);
    return {
      height: type.leading,
      keep: true,
      lines: [lineOf(line, BOX.left + offset, baseline(0, type), type.size)],
      strokes: [],
      areas: [],
    };
  });
}

function label(text: string): Piece {
  return { text, weight: 'regular', style: {} };
}

function kept(strip: Strip): Strip {
  return { ...strip, keep: true };
}
