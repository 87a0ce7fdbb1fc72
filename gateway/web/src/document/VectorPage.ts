import type { DrawnPage, DrawnShape, DrawnStamp, Matrix } from '@renxin/seal/ofd';
import { h, type FunctionalComponent, type VNode } from 'vue';
import type { VectorSheet } from './sheet';

/** A page of an OFD as SVG that is built here, value by value; no markup of the document comes in. */
const VectorPage: FunctionalComponent<{ sheet: VectorSheet; page: DrawnPage }> = ({ sheet, page }) =>
  h('svg', { viewBox: `0 0 ${sheet.width} ${sheet.height}`, 'aria-hidden': 'true' }, [
    ...page.shapes.map((shape) => drawn(shape, sheet)),
    ...sheet.stamps.map((stamp) => stamped(stamp, sheet)),
  ]);
VectorPage.props = ['sheet', 'page'];
export default VectorPage;

const FALLBACK = "'Noto Sans SC', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif";

function drawn(shape: DrawnShape, sheet: VectorSheet): VNode {
  switch (shape.kind) {
    case 'group':
      return boxed(
        shape,
        shape.shapes.map((each) => drawn(each, sheet)),
      );
    case 'path':
      return h('path', {
        d: shape.d,
        transform: matrix(shape.matrix),
        fill: shape.fill?.colour ?? 'none',
        'fill-opacity': shape.fill?.alpha,
        'fill-rule': shape.evenOdd ? 'evenodd' : 'nonzero',
        stroke: shape.stroke?.colour ?? 'none',
        'stroke-opacity': shape.stroke?.alpha,
        'stroke-width': shape.stroke?.width,
        'stroke-dasharray': shape.stroke?.dashes.length ? shape.stroke.dashes.join(' ') : undefined,
      });
    case 'image':
      return h('image', {
        href: sheet.addressOf(shape.image),
        width: 1,
        height: 1,
        preserveAspectRatio: 'none',
        opacity: shape.alpha,
        transform: matrix(shape.matrix),
      });
    case 'text': {
      const family = shape.font === undefined ? undefined : sheet.families.get(shape.font);
      return h(
        'text',
        {
          x: shape.xs.join(' '),
          y: shape.ys.join(' '),
          rotate: shape.turned === 0 ? undefined : shape.turned,
          'font-size': shape.size,
          'font-family': family === undefined ? FALLBACK : `${family}, ${FALLBACK}`,
          'font-weight': family === undefined && shape.bold ? 700 : 400,
          'font-style': family === undefined && shape.italic ? 'italic' : 'normal',
          transform: matrix(shape.matrix),
          fill: shape.fill?.colour ?? 'none',
          'fill-opacity': shape.fill?.alpha,
          stroke: shape.stroke?.colour,
          'stroke-opacity': shape.stroke?.alpha,
          'stroke-width': shape.stroke?.width,
        },
        shape.text,
      );
    }
  }
}

/** Its edges end what is in it; where it has no extent, only its place counts: a line is thinner than any box. */
function boxed(
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
  inside: VNode[],
): VNode {
  if (width < 0.5 || height < 0.5) return h('g', { transform: `translate(${x} ${y})` }, inside);
  return h('svg', { x, y, width, height }, inside);
}

function stamped({ boundary, clip, image }: DrawnStamp, sheet: VectorSheet): VNode {
  const [x, y, width, height] = boundary;
  const [left, top, across, down] = clip ?? [0, 0, width, height];
  const seal =
    image === undefined
      ? h('rect', {
          width,
          height,
          fill: 'none',
          stroke: 'rgb(179, 38, 30)',
          'stroke-width': 0.6,
          'stroke-dasharray': '2 1',
        })
      : h('image', { href: sheet.addressOf(image), width, height, preserveAspectRatio: 'none' });
  const view = {
    x: x + left,
    y: y + top,
    width: across,
    height: down,
    viewBox: `${left} ${top} ${across} ${down}`,
  };
  return h('svg', { ...view, class: 'seal' }, [seal]);
}

function matrix(of: Matrix | undefined): string | undefined {
  return of && `matrix(${of.join(' ')})`;
}
