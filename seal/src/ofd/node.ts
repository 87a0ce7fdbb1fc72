import { readXml, type Element } from '../xml/index.js';
import { OfdError, refusing } from './error.js';

export const NAMESPACE = 'http://www.ofdspec.org/2016';

/** An element of OFD with the file in which it stands, so that what is missing is reported there. */
export class Node {
  readonly #element: Element;
  readonly path: string;

  constructor(element: Element, path: string) {
    this.#element = element;
    this.path = path;
  }

  get text(): string {
    return this.#element.text.trim();
  }

  attribute(name: string): string | undefined {
    return this.#element.attributes.get(name)?.trim();
  }

  /** @throws OfdError OFD_FORMAT */
  required(name: string): string {
    return this.attribute(name) ?? this.#refuse();
  }

  all(name: string): readonly Node[] {
    return this.#element.children
      .filter((child) => child.name === name && child.namespace === NAMESPACE)
      .map((child) => new Node(child, this.path));
  }

  /** Every child in order, with its name; of other namespaces none. */
  get children(): readonly (readonly [name: string, node: Node])[] {
    return this.#element.children
      .filter(({ namespace }) => namespace === NAMESPACE)
      .map((child) => [child.name, new Node(child, this.path)]);
  }

  /** @throws OfdError OFD_FORMAT when it stands twice */
  optional(name: string): Node | undefined {
    const found = this.all(name);
    return found.length > 1 ? this.#refuse() : found[0];
  }

  /** @throws OfdError OFD_FORMAT when it is not there once */
  one(name: string): Node {
    return this.optional(name) ?? this.#refuse();
  }

  #refuse(): never {
    throw new OfdError('OFD_FORMAT', this.path);
  }
}

/** The root element of a file of the package. @throws OfdError XML_…, OFD_FORMAT */
export function readNode(files: ReadonlyMap<string, Uint8Array>, path: string, root: string): Node {
  const bytes = files.get(path);
  if (bytes === undefined) throw new OfdError('OFD_FORMAT', path);
  return nodeOf(bytes, path, root);
}

export function nodeOf(bytes: Uint8Array, path: string, root: string): Node {
  const element = refusing(path, () => readXml(bytes));
  if (element.name !== root || element.namespace !== NAMESPACE) throw new OfdError('OFD_FORMAT', path);
  return new Node(element, path);
}

/** Numbers parted by white space, as in a box or a matrix. @throws OfdError OFD_FORMAT */
export function numbersOf(text: string, count: number, path: string): readonly number[] {
  const parts = text.split(/\s+/);
  const numbers = parts.map(Number);
  if (parts.length !== count || !numbers.every(Number.isFinite) || text.length > 400)
    throw new OfdError('OFD_FORMAT', path);
  return numbers;
}
