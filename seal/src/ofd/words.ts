import { OfdError } from './error.js';
import { numbersOf, readNode, type Node } from './node.js';
import type { Ofd, OfdPage } from './read.js';

/** Where words stand: their middle, in millimetres. */
export interface Place {
  readonly page: OfdPage;
  readonly x: number;
  readonly y: number;
}

/**
 * Every place where words stand, in the order of the pages. White space does not count, so words are found over the
 * borders of text objects.
 * @throws OfdError XML_…, OFD_FORMAT
 */
export function findWords(ofd: Ofd, words: string): readonly Place[] {
  const wanted = Array.from(words.replace(/\s/g, ''));
  if (wanted.length === 0) return [];
  return ofd.pages.flatMap((page) => {
    const glyphs = glyphsOf(ofd, page);
    const places: Place[] = [];
    for (let i = 0; i + wanted.length <= glyphs.length; i++) {
      if (!wanted.every((character, n) => glyphs[i + n]?.character === character)) continue;
      const [first, last] = [glyphs[i], glyphs[i + wanted.length - 1]];
      if (first === undefined || last === undefined) continue;
      places.push({ page, x: (first.x + last.x + last.size) / 2, y: first.y - first.size * 0.38 });
    }
    return places;
  });
}

/**
 * All words of each page in the order in which they are drawn, without white space.
 * @throws OfdError XML_…, OFD_FORMAT
 */
export function wordsOf(ofd: Ofd): readonly string[] {
  return ofd.pages.map((page) =>
    glyphsOf(ofd, page)
      .map(({ character }) => character)
      .join(''),
  );
}

/** One character with its place on the page: x of its left edge, y of its baseline, in millimetres. */
interface Glyph {
  readonly character: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

function glyphsOf(ofd: Ofd, page: OfdPage): readonly Glyph[] {
  const content = readNode(ofd.files, page.path, 'Page').optional('Content');
  return (content?.all('Layer') ?? []).flatMap((layer) => inside(layer, 0));
}

function inside(block: Node, depth: number): readonly Glyph[] {
  if (depth > 16) throw new OfdError('OFD_FORMAT', block.path);
  return block.children.flatMap(([name, node]) =>
    name === 'TextObject' ? textOf(node) : name === 'PageBlock' ? inside(node, depth + 1) : [],
  );
}

function textOf(object: Node): readonly Glyph[] {
  const [left = 0, top = 0] = numbersOf(object.required('Boundary'), 4, object.path);
  const ctm = object.attribute('CTM');
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = ctm === undefined ? [] : numbersOf(ctm, 6, object.path);
  const size = Number(object.required('Size'));
  return object.all('TextCode').flatMap((code) => {
    const characters = Array.from(code.text);
    const [xs, ys] = [deltas(code.attribute('DeltaX')), deltas(code.attribute('DeltaY'))];
    let [x, y] = [Number(code.attribute('X') ?? 0), Number(code.attribute('Y') ?? 0)];
    return characters.flatMap((character, i) => {
      const glyph = {
        character,
        x: left + a * x + c * y + e,
        y: top + b * x + d * y + f,
        size: size * Math.abs(a),
      };
      x += xs[i] ?? 0;
      y += ys[i] ?? 0;
      return character.trim() === '' ? [] : [glyph];
    });
  });
}

/** Advances, with `g n d` standing for n times d (GB/T 33190 11.3). */
function deltas(text: string | undefined): readonly number[] {
  if (text === undefined) return [];
  const parts = text.split(/\s+/);
  const numbers: number[] = [];
  for (let i = 0; i < parts.length && numbers.length < 100_000; i++) {
    if (parts[i] !== 'g') numbers.push(Number(parts[i]));
    else {
      const count = Math.min(Number(parts[i + 1]), 10_000);
      for (let n = 0; n < count; n++) numbers.push(Number(parts[i + 2]));
      i += 2;
    }
  }
  return numbers;
}
