import { advance, type Weight } from './font-metrics.js';

/** A piece of text in one style. */
export interface Piece {
  readonly text: string;
  readonly weight: Weight;
  readonly style: Style;
}

/** What a run keeps besides its text; pieces of the same object belong together. */
export interface Style {
  readonly tone?: 'grey' | 'red';
  readonly underline?: true;
  readonly mark?: true;
  readonly field?: string;
}

/** A piece of a line: its text and place from the line's start. */
export interface PlacedPiece extends Piece {
  readonly x: number;
  readonly width: number;
}

/**
 * Breaks pieces into lines of a width and places them. Chinese text breaks between any two characters, except that no
 * line begins with a closing mark or ends with an opening one, and that words, numbers and a number's unit stay whole.
 * Lines that are full are spread to the width. All lengths are integers.
 */
export function breakLines(
  pieces: readonly Piece[],
  size: number,
  width: number,
  firstIndent = 0,
): readonly (readonly PlacedPiece[])[] {
  const lines: PlacedPiece[][] = [];
  let rest = atomsOf(pieces, size);
  while (rest.length > 0) {
    const indent = lines.length === 0 ? firstIndent : 0;
    const count = fittingAtoms(rest, width - indent);
    const line = trimSpaces(rest.slice(0, count));
    rest = trimSpaces(rest.slice(count), 'start');
    lines.push(placeAtoms(line, indent, rest.length === 0 ? undefined : width));
  }
  return lines;
}

/** The natural width of a text, in the unit of `size`. */
export function widthOf(text: string, size: number, weight: Weight): number {
  return atomsOf([{ text, weight, style: {} }], size).reduce((sum, atom) => sum + atom.gap + atom.width, 0);
}

/** What is never parted: a character, a word, a number. */
interface Atom {
  readonly text: string;
  readonly piece: Piece;
  readonly width: number;
  /** Space before it, between Chinese and Latin text; dropped at a line's start. */
  readonly gap: number;
  /** Whether a line may begin with it. */
  readonly breakable: boolean;
  readonly word: boolean;
}

function atomsOf(pieces: readonly Piece[], size: number): Atom[] {
  const atoms: Atom[] = [];
  let before = '';
  for (const piece of pieces)
    for (const text of piece.text.match(ATOM) ?? []) {
      const [first = ''] = text;
      const { word } = kindOf(first);
      atoms.push({
        text,
        piece,
        width: widthOfAtom(text, size, piece.weight),
        gap: before !== '' && needsGap(before, first) ? Math.round(size / 8) : 0,
        breakable: before === '' || mayBreak(before, first),
        word,
      });
      before = [...text].at(-1) ?? '';
    }
  return atoms;
}

function widthOfAtom(text: string, size: number, weight: Weight): number {
  let width = 0;
  for (const character of text)
    width += Math.round((size * advance(character.codePointAt(0) ?? 0, weight)) / 1000);
  return width;
}

function mayBreak(before: string, after: string): boolean {
  if (after === ' ') return false;
  if (before === ' ') return true;
  const [left, right] = [kindOf(before), kindOf(after)];
  if (right.noStart || left.noEnd) return false;
  if (left.word && (right.word || right.unit)) return false;
  return !(before === after && (before === '—' || before === '…'));
}

function needsGap(before: string, after: string): boolean {
  const [left, right] = [kindOf(before), kindOf(after)];
  return (left.ideograph && right.alphanumeric) || (left.alphanumeric && right.ideograph);
}

interface Kind {
  readonly word: boolean;
  readonly alphanumeric: boolean;
  readonly ideograph: boolean;
  readonly noStart: boolean;
  readonly noEnd: boolean;
  readonly unit: boolean;
}

/** What a character is; asked for many times. */
function kindOf(character: string): Kind {
  const known = kinds.get(character);
  if (known !== undefined) return known;
  const kind = {
    word: WORD.test(character),
    alphanumeric: ALPHANUMERIC.test(character),
    ideograph: IDEOGRAPH.test(character),
    noStart: NO_START.includes(character),
    noEnd: NO_END.includes(character),
    unit: UNITS.includes(character),
  };
  if (kinds.size > 10_000) kinds.clear();
  kinds.set(character, kind);
  return kind;
}

const kinds = new Map<string, Kind>();

/** How many atoms fit; at least one, so that a word wider than the line goes beyond it by itself (see {@link ATOM}). */
function fittingAtoms(atoms: readonly Atom[], width: number): number {
  let used = 0;
  let last = 0;
  for (const [i, atom] of atoms.entries()) {
    if (i > 0 && atom.breakable) last = i;
    used += (i === 0 ? 0 : atom.gap) + (atom.text === ' ' ? 0 : atom.width);
    if (used > width) return last > 0 ? last : Math.max(i, 1);
    if (atom.text === ' ') used += atom.width;
  }
  return atoms.length;
}

function trimSpaces(atoms: readonly Atom[], side?: 'start'): Atom[] {
  let [start, end] = [0, atoms.length];
  while (start < end && atoms[start]?.text === ' ') start += 1;
  if (side === undefined) while (end > start && atoms[end - 1]?.text === ' ') end -= 1;
  return atoms.slice(start, end);
}

/** Joins atoms of one style into placed pieces; `fill` spreads them to a width when little is missing. */
function placeAtoms(atoms: readonly Atom[], indent: number, fill: number | undefined): PlacedPiece[] {
  const natural = atoms.reduce((sum, atom, i) => sum + (i === 0 ? 0 : atom.gap) + atom.width, indent);
  const missing = fill === undefined ? 0 : fill - natural;
  const gaps = atoms.length - 1;
  const spread = missing > 0 && gaps > 0 && missing < gaps * MOST_SPREAD ? missing : 0;
  const placed: Placing[] = [];
  let x = indent;
  for (const [i, atom] of atoms.entries()) {
    const extra = i === 0 ? 0 : Math.floor((spread * i) / gaps) - Math.floor((spread * (i - 1)) / gaps);
    x += (i === 0 ? 0 : atom.gap) + extra;
    const last = placed.at(-1);
    // A run of words keeps its natural spacing, one of Chinese characters is spaced evenly: they are drawn apart.
    if (last !== undefined && last.piece === atom.piece && !last.word && !atom.word && atom.gap === 0) {
      last.text += atom.text;
      last.width = x + atom.width - last.x;
    } else placed.push({ piece: atom.piece, text: atom.text, x, width: atom.width, word: atom.word });
    x += atom.width;
  }
  return placed.map(({ piece, text, x: left, width }) => ({ ...piece, text, x: left, width }));
}

interface Placing {
  readonly piece: Piece;
  text: string;
  readonly x: number;
  width: number;
  readonly word: boolean;
}

/** Micrometres by which one gap is widened at most. */
const MOST_SPREAD = 400;
/** A word or number of at most 24 characters (longer ones part), or any one character. */
const ATOM = /[A-Za-z0-9\u00c0-\u00ff.,:\-/_@+%#&'=]{1,24}|./gu;
const WORD = /[A-Za-z0-9\u00c0-\u00ff.,:\-/_@+%#&'=]/;
const ALPHANUMERIC = /[A-Za-z0-9\u00c0-\u00ff%]/;
const IDEOGRAPH = /\p{Script=Han}/u;
const NO_START = '、。，：；？！）》〉」』】〕”’…—·‰℃%';
const NO_END = '（《〈「『【〔“‘￥¥';
const UNITS = '年月日元角分个周天时岁号条款项';
