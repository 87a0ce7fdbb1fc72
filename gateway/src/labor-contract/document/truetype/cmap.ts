/** `cmap` with one subtable: format 4 for the BMP alone, format 12 when there are characters beyond it as well. */
export function cmapTable(characters: ReadonlyMap<number, number>): Uint8Array {
  const sorted = [...characters].sort(([a], [b]) => a - b);
  const four = format4(sorted.filter(([point]) => point <= 0xffff));
  const twelve = sorted.some(([point]) => point > 0xffff) ? format12(sorted) : undefined;
  const subtables = [
    { encoding: 1, bytes: four },
    ...(twelve === undefined ? [] : [{ encoding: 10, bytes: twelve }]),
  ];
  const start = 4 + 8 * subtables.length;
  const table = new Uint8Array(start + subtables.reduce((sum, { bytes }) => sum + bytes.length, 0));
  const view = new DataView(table.buffer);
  view.setUint16(2, subtables.length);
  let at = start;
  for (const [i, { encoding, bytes }] of subtables.entries()) {
    view.setUint16(4 + 8 * i, 3);
    view.setUint16(6 + 8 * i, encoding);
    view.setUint32(8 + 8 * i, at);
    table.set(bytes, at);
    at += bytes.length;
  }
  return table;
}

interface Segment {
  readonly from: number;
  to: number;
  readonly glyph: number;
}

/** Runs in which code points and glyphs both go up by one. */
function segmentsOf(sorted: readonly (readonly [number, number])[]): readonly Segment[] {
  const segments: Segment[] = [];
  for (const [point, glyph] of sorted) {
    const last = segments.at(-1);
    if (last !== undefined && point === last.to + 1 && glyph === last.glyph + point - last.from)
      last.to = point;
    else segments.push({ from: point, to: point, glyph });
  }
  return segments;
}

function format4(sorted: readonly (readonly [number, number])[]): Uint8Array {
  const segments = [...segmentsOf(sorted)];
  if (segments.at(-1)?.to !== 0xffff) segments.push({ from: 0xffff, to: 0xffff, glyph: 0 });
  const count = segments.length;
  const bytes = new Uint8Array(16 + 8 * count);
  const view = new DataView(bytes.buffer);
  const power = Math.floor(Math.log2(count));
  [4, bytes.length, 0, 2 * count, 2 << power, power, 2 * count - (2 << power)].forEach((value, i) =>
    view.setUint16(2 * i, value),
  );
  for (const [i, { from, to, glyph }] of segments.entries()) {
    view.setUint16(14 + 2 * i, to);
    view.setUint16(16 + 2 * count + 2 * i, from);
    view.setUint16(16 + 4 * count + 2 * i, (glyph - from) & 0xffff);
  }
  return bytes;
}

function format12(sorted: readonly (readonly [number, number])[]): Uint8Array {
  const segments = segmentsOf(sorted);
  const bytes = new Uint8Array(16 + 12 * segments.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 12);
  view.setUint32(4, bytes.length);
  view.setUint32(12, segments.length);
  for (const [i, { from, to, glyph }] of segments.entries()) {
    view.setUint32(16 + 12 * i, from);
    view.setUint32(20 + 12 * i, to);
    view.setUint32(24 + 12 * i, glyph);
  }
  return bytes;
}
