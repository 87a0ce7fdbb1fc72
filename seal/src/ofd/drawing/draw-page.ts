import { readNode, type Node } from '../node.js';
import { resolve } from '../location.js';
import type { Ofd, OfdPage } from '../read.js';
import { DrawingError } from './error.js';
import { checkImage } from './image.js';
import { advancesOf, boxOf, matrixOf, numberOf, pathOf } from './numbers.js';
import { alphaOf, Pen } from './pen.js';
import { resourcesOf, type Resources } from './resources.js';
import type { GroupShape, Shape, TextShape } from './shapes.js';

/** Objects and characters of one page at most. */
const MOST = { objects: 20_000, characters: 100_000, depth: 16 } as const;

/** What stands on one page, in the order in which it is drawn: templates, layers, annotations. Stamps are not among it. */
export interface DrawnPage {
  readonly shapes: readonly Shape[];
  /** Objects with something that is not drawn, or drawn without it: shadings, patterns, clips, unknown images. */
  readonly incomplete: number;
}

/** @throws DrawingError PAGE_TOO_MUCH; OfdError XML_…, OFD_FORMAT */
export function drawPage(ofd: Ofd, page: OfdPage): DrawnPage {
  const root = readNode(ofd.files, page.path, 'Page');
  const artist = new Artist(ofd, resourcesOf(ofd, root));
  const templates = templatesOf(ofd, root);
  const shapes = [
    ...templates.filter(({ front }) => !front).flatMap(({ node }) => artist.content(node)),
    ...artist.content(root),
    ...templates.filter(({ front }) => front).flatMap(({ node }) => artist.content(node)),
    ...appearancesOf(ofd, page).map((each) => artist.block(each)),
  ];
  return { shapes, incomplete: artist.incomplete };
}

/** Template pages that a page lies on or under (GB/T 33190 7.6). */
function templatesOf(ofd: Ofd, page: Node): readonly { readonly node: Node; readonly front: boolean }[] {
  const document = readNode(ofd.files, ofd.document, 'Document');
  const listed = new Map(
    document
      .one('CommonData')
      .all('TemplatePage')
      .map((each) => [each.required('ID'), each]),
  );
  return page
    .all('Template')
    .slice(0, 8)
    .flatMap((each) => {
      const found = listed.get(each.required('TemplateID'));
      if (found === undefined) return [];
      const node = readNode(ofd.files, resolve(found.required('BaseLoc'), document.path), 'Page');
      return [{ node, front: (each.attribute('ZOrder') ?? found.attribute('ZOrder')) === 'Foreground' }];
    });
}

/** What annotations show on a page (GB/T 33190 15.1). */
function appearancesOf(ofd: Ofd, page: OfdPage): readonly Node[] {
  const document = readNode(ofd.files, ofd.document, 'Document');
  const list = document.optional('Annotations');
  if (list === undefined) return [];
  const annotations = readNode(ofd.files, resolve(list.text, document.path), 'Annotations');
  return annotations
    .all('Page')
    .filter((each) => each.attribute('PageID') === page.id)
    .flatMap((each) =>
      readNode(ofd.files, resolve(each.one('FileLoc').text, annotations.path), 'PageAnnot').all('Annot'),
    )
    .filter((each) => each.attribute('Visible') !== 'false')
    .flatMap((each) => each.all('Appearance'));
}

class Artist {
  readonly #ofd: Ofd;
  readonly #resources: Resources;
  #objects = 0;
  #characters = 0;
  incomplete = 0;

  constructor(ofd: Ofd, resources: Resources) {
    this.#ofd = ofd;
    this.#resources = resources;
  }

  content(page: Node): readonly Shape[] {
    const layers = page.optional('Content')?.all('Layer') ?? [];
    const order = ['Background', 'Body', 'Foreground'];
    const rank = (layer: Node): number => order.indexOf(layer.attribute('Type') ?? 'Body');
    return [...layers].sort((a, b) => rank(a) - rank(b)).flatMap((layer) => this.#inside(layer, layer, 0));
  }

  /** A block with a boundary of its own. */
  block(node: Node): Shape {
    return this.#boxed(node, this.#inside(node, node, 0));
  }

  #inside(node: Node, layer: Node, depth: number): readonly Shape[] {
    if (depth > MOST.depth) throw new DrawingError('PAGE_TOO_MUCH');
    return node.children.flatMap(([name, child]) => {
      if (++this.#objects > MOST.objects) throw new DrawingError('PAGE_TOO_MUCH');
      if (name === 'PageBlock') return this.#inside(child, layer, depth + 1);
      if (child.attribute('Visible') === 'false') return [];
      const shapes = this.#object(name, child, layer, depth);
      if (shapes === undefined) return [];
      if (child.all('Clips').length > 0) this.incomplete++;
      return [this.#boxed(child, shapes)];
    });
  }

  #object(name: string, node: Node, layer: Node, depth: number): readonly Shape[] | undefined {
    switch (name) {
      case 'TextObject':
        return this.#text(node, layer);
      case 'PathObject':
        return this.#path(node, layer);
      case 'ImageObject':
        return this.#image(node);
      case 'CompositeObject':
        return this.#composite(node, depth);
      default:
        return undefined;
    }
  }

  #boxed(node: Node, shapes: readonly Shape[]): GroupShape {
    const [x, y, width, height] = boxOf(node);
    return { kind: 'group', x, y, width, height, shapes };
  }

  #text(node: Node, layer: Node): readonly Shape[] {
    const pen = new Pen(this.#resources, node, layer);
    const font = this.#resources.fonts.get(node.required('Font'));
    const filled = node.attribute('Fill') !== 'false';
    const stroked = node.attribute('Stroke') === 'true';
    const paint = pen.paint('FillColor') ?? { colour: 'rgb(0, 0, 0)', alpha: 1 };
    const line = stroked ? (pen.paint('StrokeColor') ?? { colour: 'rgb(0, 0, 0)', alpha: 1 }) : undefined;
    if (pen.isShaded('FillColor')) this.incomplete++;
    const glyphs = node.all('CGTransform').length > 0;
    const scale = numberOf(node, 'HScale', 1);
    const ctm = matrixOf(node);
    const common = {
      kind: 'text' as const,
      size: Math.max(numberOf(node, 'Size', 0), 0),
      // Numbers of glyphs stand for characters that the font may not name: the viewer's own font shows them.
      font: font?.bytes === undefined || glyphs ? undefined : font.id,
      bold: Number(node.attribute('Weight') ?? 400) >= 600 || (font?.bold ?? false),
      italic: node.attribute('Italic') === 'true' || (font?.italic ?? false),
      turned: numberOf(node, 'CharDirection', 0),
      fill: filled ? withAlpha(paint, alphaOf(node)) : undefined,
      stroke: line && { ...line, width: pen.number('LineWidth', 0.353) },
      matrix: scale === 1 ? ctm : stretched(ctm, scale),
    };
    let [x, y] = [0, 0];
    return node.all('TextCode').flatMap((code): readonly TextShape[] => {
      [x, y] = [numberOf(code, 'X', x), numberOf(code, 'Y', y)];
      const text = code.text;
      this.#characters += text.length;
      if (this.#characters > MOST.characters) throw new DrawingError('PAGE_TOO_MUCH');
      return text === '' ? [] : [{ ...common, text, ...placesOf(text, code, [x / scale, y], scale) }];
    });
  }

  #path(node: Node, layer: Node): readonly Shape[] {
    const pen = new Pen(this.#resources, node, layer);
    if (pen.isShaded('FillColor') || pen.isShaded('StrokeColor')) this.incomplete++;
    const black = { colour: 'rgb(0, 0, 0)', alpha: 1 };
    const alpha = alphaOf(node);
    const fill = node.attribute('Fill') === 'true' && !pen.isShaded('FillColor');
    const stroke = node.attribute('Stroke') !== 'false' && !pen.isShaded('StrokeColor');
    // A fill that names no colour is transparent (GB/T 33190 9.1), a stroke is black.
    const filled = fill ? pen.paint('FillColor') : undefined;
    return [
      {
        kind: 'path',
        d: pathOf(node.one('AbbreviatedData').text),
        evenOdd: node.attribute('Rule') === 'Even-Odd',
        fill: filled && withAlpha(filled, alpha),
        stroke: stroke
          ? {
              ...withAlpha(pen.paint('StrokeColor') ?? black, alpha),
              width: Math.max(pen.number('LineWidth', 0.353), 0),
              dashes: pen.dashes,
            }
          : undefined,
        matrix: matrixOf(node),
      },
    ];
  }

  #image(node: Node): readonly Shape[] {
    const path = this.#resources.images.get(node.required('ResourceID'));
    const bytes = path === undefined ? undefined : this.#ofd.files.get(path);
    const image = bytes === undefined ? undefined : checkImage(bytes);
    if (image === undefined) {
      this.incomplete++;
      return [];
    }
    const [, , width, height] = boxOf(node);
    return [
      { kind: 'image', image, alpha: alphaOf(node), matrix: matrixOf(node) ?? [width, 0, 0, height, 0, 0] },
    ];
  }

  #composite(node: Node, depth: number): readonly Shape[] {
    const unit = this.#resources.composites.get(node.required('ResourceID'));
    const content = unit?.optional('Content');
    if (content === undefined || matrixOf(node) !== undefined) {
      this.incomplete++;
      return [];
    }
    return this.#inside(content, content, depth + 1);
  }
}

function withAlpha(
  { colour, alpha }: { colour: string; alpha: number },
  more: number,
): { colour: string; alpha: number } {
  return { colour, alpha: alpha * more };
}

function stretched(ctm: TextShape['matrix'], scale: number): TextShape['matrix'] {
  const [a, b, c, d, e, f] = ctm ?? [1, 0, 0, 1, 0, 0];
  return [a * scale, b * scale, c, d, e, f];
}

/** One place for each UTF-16 unit, or the first alone where the document leaves it to the font. */
function placesOf(
  text: string,
  code: Node,
  [left, top]: readonly [number, number],
  scale: number,
): Pick<TextShape, 'xs' | 'ys'> {
  const characters = Array.from(text);
  const dx = advancesOf(code.attribute('DeltaX'), characters.length);
  const dy = advancesOf(code.attribute('DeltaY'), characters.length);
  if (dx.length === 0 && dy.length === 0) return { xs: [left], ys: [top] };
  const [xs, ys]: [number[], number[]] = [[], []];
  let [x, y] = [left, top];
  for (const [i, character] of characters.entries()) {
    for (let unit = 0; unit < character.length; unit++) {
      xs.push(x);
      ys.push(y);
    }
    x += (dx[i] ?? 0) / scale;
    y += dy[i] ?? 0;
  }
  return { xs, ys };
}
