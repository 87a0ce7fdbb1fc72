/** An image that a viewer may show: of a kind that holds points alone, and not larger than it can hold. */
export interface CheckedImage {
  readonly type: 'image/png' | 'image/jpeg' | 'image/gif' | 'image/bmp';
  readonly bytes: Uint8Array;
}

const MOST_BYTES = 8 * 1024 * 1024;
const MOST_SIDE = 8192;
const MOST_POINTS = 40_000_000;

/**
 * An image by its content, whatever it is called; undefined for every other kind (SVG and OFD can hold more than points)
 * and for one that says it is too large.
 */
export function checkImage(bytes: Uint8Array): CheckedImage | undefined {
  if (bytes.length > MOST_BYTES || bytes.length < 26) return undefined;
  const found = [png, jpeg, gif, bmp].map((read) => read(bytes)).find((size) => size !== undefined);
  if (found === undefined) return undefined;
  const [type, width, height] = found;
  const sound = width > 0 && height > 0 && width <= MOST_SIDE && height <= MOST_SIDE;
  return sound && width * height <= MOST_POINTS ? { type, bytes } : undefined;
}

type Size = readonly [CheckedImage['type'], width: number, height: number];

function png(bytes: Uint8Array): Size | undefined {
  const view = viewOf(bytes);
  if (view.getUint32(0) !== 0x89504e47 || view.getUint32(12) !== 0x49484452) return undefined;
  return ['image/png', view.getUint32(16), view.getUint32(20)];
}

/** The size stands in the first frame header (ITU-T T.81 B.2.2). */
function jpeg(bytes: Uint8Array): Size | undefined {
  const view = viewOf(bytes);
  if (view.getUint16(0) !== 0xffd8) return undefined;
  for (let at = 2; at + 9 < bytes.length;) {
    const marker = view.getUint16(at);
    if (marker < 0xffc0 || marker > 0xfffe) return undefined;
    const isFrame = marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker);
    if (isFrame) return ['image/jpeg', view.getUint16(at + 7), view.getUint16(at + 5)];
    at += 2 + Math.max(view.getUint16(at + 2), 2);
  }
  return undefined;
}

function gif(bytes: Uint8Array): Size | undefined {
  const view = viewOf(bytes);
  if (view.getUint32(0) !== 0x47494638) return undefined;
  return ['image/gif', view.getUint16(6, true), view.getUint16(8, true)];
}

function bmp(bytes: Uint8Array): Size | undefined {
  const view = viewOf(bytes);
  if (view.getUint16(0) !== 0x424d || view.getUint32(14, true) < 40) return undefined;
  return ['image/bmp', view.getInt32(18, true), Math.abs(view.getInt32(22, true))];
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
