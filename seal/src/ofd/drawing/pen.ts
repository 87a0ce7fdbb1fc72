import type { Node } from '../node.js';
import { numberOf } from './numbers.js';
import type { Resources } from './resources.js';
import type { Paint } from './shapes.js';

/** What an object is drawn with: its own word, else that of the pen it names, of what that rests on, and of its layer. */
export class Pen {
  readonly #nodes: readonly Node[];
  readonly #resources: Resources;

  constructor(resources: Resources, object: Node, layer?: Node) {
    this.#resources = resources;
    this.#nodes = [
      object,
      ...penOf(resources, object),
      ...(layer === undefined ? [] : penOf(resources, layer)),
    ];
  }

  /** Undefined when nobody names it. `Pattern` and shadings come as undefined as well, and are counted by who draws. */
  paint(name: 'FillColor' | 'StrokeColor'): Paint | undefined {
    const node = this.#nodes.flatMap((each) => each.all(name).slice(0, 1))[0];
    if (node === undefined) return undefined;
    const value = node.attribute('Value');
    const colour = value === undefined ? undefined : this.#colour(value, node.attribute('ColorSpace'));
    return colour === undefined ? undefined : { colour, alpha: alphaOf(node) };
  }

  /** Names a colour that is no plain one. */
  isShaded(name: 'FillColor' | 'StrokeColor'): boolean {
    const node = this.#nodes.flatMap((each) => each.all(name).slice(0, 1))[0];
    return node !== undefined && node.children.length > 0;
  }

  number(name: 'LineWidth', otherwise: number): number {
    const node = this.#nodes.find((each) => each.attribute(name) !== undefined);
    return node === undefined ? otherwise : numberOf(node, name, otherwise);
  }

  get dashes(): readonly number[] {
    const text = this.#nodes.map((each) => each.attribute('DashPattern')).find((each) => each !== undefined);
    const numbers = (text ?? '').split(/\s+/, 16).map(Number);
    return numbers.length > 1 && numbers.every((each) => Number.isFinite(each) && each >= 0) ? numbers : [];
  }

  #colour(value: string, space: string | undefined): string | undefined {
    const numbers = value
      .split(/\s+/, 4)
      .map((part) => (part.startsWith('#') ? Number.parseInt(part.slice(1), 16) : Number(part)));
    if (!numbers.every(Number.isFinite)) return undefined;
    const kind =
      this.#resources.colourSpaces.get(space ?? '') ??
      (numbers.length === 1 ? 'GRAY' : numbers.length === 4 ? 'CMYK' : 'RGB');
    const [a = 0, b = 0, c = 0, d = 0] = numbers;
    const rgb =
      kind === 'GRAY'
        ? [a, a, a]
        : kind === 'RGB'
          ? [a, b, c]
          : [a, b, c].map((each) => 255 * (1 - each / 255) * (1 - d / 255));
    return `rgb(${rgb.map((each) => String(Math.min(Math.max(Math.round(each), 0), 255))).join(', ')})`;
  }
}

/** 0 to 1, of the 0 to 255 that stand there. */
export function alphaOf(node: Node): number {
  return Math.min(Math.max(numberOf(node, 'Alpha', 255), 0), 255) / 255;
}

function penOf({ pens }: Resources, node: Node): readonly Node[] {
  const found: Node[] = [];
  for (let name = node.attribute('DrawParam'); name !== undefined && found.length < 8;) {
    const pen = pens.get(name);
    if (pen === undefined) break;
    found.push(pen);
    name = pen.attribute('Relative');
  }
  return found;
}
