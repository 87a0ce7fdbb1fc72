/** What a file of GB/T 38540 begins with: a seal by its header, a signature by its version before the seal. */
export function looksLikeSealData(bytes: Uint8Array): 'seal' | 'seal-signature' | undefined {
  const outer = contentAt(bytes, 0);
  if (bytes[0] !== SEQUENCE || outer === undefined || bytes[outer] !== SEQUENCE) return undefined;
  const inner = contentAt(bytes, outer);
  if (inner === undefined) return undefined;
  if (bytes[inner] === INTEGER) {
    const next = inner + 2 + (bytes[inner + 1] ?? 0);
    const seal = contentAt(bytes, next);
    const info = seal === undefined ? undefined : contentAt(bytes, seal);
    return info !== undefined && isHeader(bytes, info) ? 'seal-signature' : undefined;
  }
  return isHeader(bytes, inner) ? 'seal' : undefined;
}

const SEQUENCE = 0x30;
const INTEGER = 0x02;

/** SES_Header begins with IA5String "ES". */
function isHeader(bytes: Uint8Array, at: number): boolean {
  const start = contentAt(bytes, at);
  if (bytes[at] !== SEQUENCE || start === undefined) return false;
  return [0x16, 0x02, 0x45, 0x53].every((byte, i) => bytes[start + i] === byte);
}

/** Where the content of the value at this place begins; lengths are not judged here. */
function contentAt(bytes: Uint8Array, at: number): number | undefined {
  const length = bytes[at + 1];
  if (length === undefined) return undefined;
  return length < 0x80 ? at + 2 : at + 2 + (length & 0x7f);
}
