import { concat } from '../../asn1/index.js';

/**
 * An ICC profile (ICC.1:2004-10, version 4.2) of the colours of a screen: sRGB (IEC 61966-2-1), its primaries adapted to
 * D50, its curve exactly.
 */
export function srgbProfile(): Uint8Array {
  return (known ??= profile());
}

let known: Uint8Array | undefined;

function profile(): Uint8Array {
  const curve = concat(
    text('para'),
    words(0),
    words(3 << 16),
    fixed(2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045),
  );
  const tags: readonly (readonly [signature: string, data: Uint8Array])[] = [
    ['desc', words16('sRGB')],
    ['cprt', words16('CC0')],
    ['wtpt', xyz(...D50)],
    ['chad', concat(text('sf32'), words(0), fixed(...TO_D50))],
    ['rXYZ', xyz(0.4360747, 0.2225045, 0.0139322)],
    ['gXYZ', xyz(0.3850649, 0.7168786, 0.0971045)],
    ['bXYZ', xyz(0.1430804, 0.0606169, 0.7141733)],
    ['rTRC', curve],
    ['gTRC', curve],
    ['bTRC', curve],
  ];
  let at = 128 + 4 + 12 * tags.length;
  const table = [words(tags.length)];
  const body: Uint8Array[] = [];
  for (const [signature, data] of tags) {
    table.push(text(signature), words(at, data.length));
    const padded = concat(data, new Uint8Array(-data.length & 3));
    body.push(padded);
    at += padded.length;
  }
  return concat(header(at), ...table, ...body);
}

/** 7.2 of the standard; what is not said is zero. */
function header(length: number): Uint8Array {
  const bytes = new Uint8Array(128);
  bytes.set(words(length, 0, 0x04200000));
  bytes.set(text('mntrRGB XYZ '), 12);
  // 2026-01-01
  bytes.set([0x07, 0xea, 0, 1, 0, 1], 24);
  bytes.set(text('acsp'), 36);
  bytes.set(fixed(...D50), 68);
  return bytes;
}

const D50 = [0.9642, 1, 0.8249] as const;

/** Bradford's adaptation from D65. */
const TO_D50 = [
  1.0478112, 0.0228866, -0.050127, 0.0295424, 0.9904844, -0.0170491, -0.0092345, 0.0150436, 0.7521316,
] as const;

function xyz(...values: readonly number[]): Uint8Array {
  return concat(text('XYZ '), words(0), fixed(...values));
}

/** multiLocalizedUnicodeType with one text. */
function words16(value: string): Uint8Array {
  const units = Uint8Array.from(value.split('').flatMap((each) => [0, each.charCodeAt(0)]));
  return concat(text('mluc'), words(0, 1, 12), text('enUS'), words(units.length, 28), units);
}

function fixed(...values: readonly number[]): Uint8Array {
  return words(...values.map((value) => Math.round(value * 65_536)));
}

function words(...values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(4 * values.length);
  const view = new DataView(bytes.buffer);
  values.forEach((value, i) => view.setUint32(4 * i, value));
  return bytes;
}

function text(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}
