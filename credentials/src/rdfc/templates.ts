import type { JsonObject } from '@renxin/chaincode/canonical';
import { Latest } from '@renxin/seal/crypto';
import { withLeaves, type Shape } from './shape.js';
import { filled, markOf, templateOf, type Quad, type Template } from './template.js';

/** Shapes whose templates are kept, and names of shapes that came once. */
const [MOST, MOST_SEEN] = [128, 1024];

/**
 * Templates of the shapes of documents that came more than once, for one list of contexts. JSON-LD stays the one that says
 * what a document means: a template is what it made of a document with marks for leaves, and is kept only if, filled with
 * the leaves of a document, it gives that document's canonical quads.
 */
export class Templates {
  /** Without a template where the quads of a shape hang on more than its leaves. */
  readonly #known = new Latest<{ readonly template?: Template }>(MOST);
  readonly #seen = new Set<string>();

  /** The canonical quads of a document whose shape is known. */
  of(shape: Shape): string | undefined {
    const template = this.#known.of(shape.name, () => undefined)?.template;
    return template && filled(template, shape.leaves);
  }

  /**
   * Takes note of a document: when its shape comes the second time, a template is made.
   * @param quads the canonical quads of the document
   * @param toRdf the quads that JSON-LD makes of a document
   */
  async learn(
    document: JsonObject,
    shape: Shape,
    quads: string,
    toRdf: (document: JsonObject) => Promise<readonly object[]>,
  ): Promise<void> {
    const { name, leaves } = shape;
    if (this.#known.of(name, () => undefined) !== undefined) return;
    if (!this.#seen.delete(name)) {
      if (this.#seen.size >= MOST_SEEN) this.#seen.clear();
      this.#seen.add(name);
      return;
    }
    const marks = new Map<string, number>();
    const marked = withLeaves(document, (n, leaf) => {
      const mark = markOf(n, leaf);
      marks.set(String(mark), n);
      return mark;
    });
    const made = (await toRdf(marked).catch(() => undefined)) as readonly Quad[] | undefined;
    const template = made && templateOf(made, marks);
    const isRight = template !== undefined && filled(template, leaves) === quads;
    this.#known.of(name, () => (isRight ? { template } : {}));
  }
}
