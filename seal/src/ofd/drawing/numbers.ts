import { numbersOf, type Node } from '../node.js';
import type { Matrix } from './shapes.js';
import { DrawingError } from './error.js';

/** Advances, with `g n d` standing for n times d (GB/T 33190 11.3); at most `most` of them. */
export function advancesOf(text: string | undefined, most: number): readonly number[] {
  if (text === undefined || text === '') return [];
  const parts = text.split(/\s+/);
  const numbers: number[] = [];
  for (let i = 0; i < parts.length && numbers.length < most; i++) {
    const count = parts[i] === 'g' ? Number(parts[i + 1]) : 1;
    const each = Number(parts[i] === 'g' ? parts[(i += 2)] : parts[i]);
    if (!Number.isFinite(each) || !(count >= 0)) return numbers;
    for (let n = 0; n < count && numbers.length < most; n++) numbers.push(each);
  }
  return numbers;
}

export function boxOf(node: Node, name = 'Boundary'): readonly [number, number, number, number] {
  const [x = 0, y = 0, width = 0, height = 0] = numbersOf(node.required(name), 4, node.path);
  return [x, y, width, height];
}

export function matrixOf(node: Node): Matrix | undefined {
  const text = node.attribute('CTM');
  if (text === undefined) return undefined;
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = numbersOf(text, 6, node.path);
  return [a, b, c, d, e, f];
}

/** An attribute that is a number; `otherwise` when it is not there or none. */
export function numberOf(node: Node, name: string, otherwise: number): number {
  const value = Number(node.attribute(name) ?? otherwise);
  return Number.isFinite(value) ? value : otherwise;
}

/** Numbers of each command of AbbreviatedData (GB/T 33190 9.2), with the letter that SVG has for it. */
const COMMANDS: Readonly<Record<string, readonly [letter: string, numbers: number]>> = {
  S: ['M', 2],
  M: ['M', 2],
  L: ['L', 2],
  Q: ['Q', 4],
  B: ['C', 6],
  A: ['A', 7],
  C: ['Z', 0],
};

/** A path as SVG writes it, made of its numbers anew. What is no path ends it. */
export function pathOf(data: string): string {
  if (data.length > MOST_PATH) throw new DrawingError('PAGE_TOO_MUCH');
  const parts = data.split(/[\s,]+/);
  const made: string[] = [];
  for (let i = 0; i < parts.length;) {
    const command = COMMANDS[parts[i] ?? ''];
    if (command === undefined) break;
    const [letter, count] = command;
    const numbers = parts.slice(i + 1, i + 1 + count).map(Number);
    if (numbers.length < count || !numbers.every(Number.isFinite)) break;
    // A path has to begin somewhere.
    if (made.length === 0 && letter !== 'M') made.push('M0 0');
    made.push(letter + numbers.join(' '));
    i += 1 + count;
  }
  return made.join('');
}

/** Characters of a path. */
const MOST_PATH = 1_000_000;
