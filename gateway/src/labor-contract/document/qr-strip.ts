import encodeQR from 'qr';
import { BOX } from './geometry.js';
import type { Stroke } from './layout-view.js';
import type { Strip } from './strip.js';

/** A QR code (ISO/IEC 18004) at the left edge, as filled runs of modules. */
export function qrStrip(text: string): Strip {
  const modules = encodeQR(text, 'raw', { ecc: 'medium', border: 4 });
  const strokes: Stroke[] = [];
  modules.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) {
      if (row[x] !== true) continue;
      const from = x;
      while (row[x + 1] === true) x++;
      strokes.push(fill(from, y, x + 1));
    }
  });
  return { height: modules.length * MODULE, keep: false, lines: [], strokes, areas: [] };
}

function fill(from: number, y: number, to: number): Stroke {
  const at = (module: number): number => BOX.left + module * MODULE;
  return { x1: at(from), x2: at(to), y1: y * MODULE, y2: (y + 1) * MODULE, width: 0, tone: 'black' };
}

/** Side of a module in micrometres. */
const MODULE = 650;
