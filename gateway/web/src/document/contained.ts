import { looksLikeOfd } from '@renxin/seal/ofd';
import { readZip } from '@renxin/seal/zip';
import type { NamedBytes } from '../verify/verify-files';

/** Something with pages: by itself, or inside a bundle or an archive package. */
export interface Drawable extends NamedBytes {
  readonly kind: 'pdf' | 'ofd' | 'seal';
}

const MOST_DOCUMENTS = 12;
const LIMITS = { bytes: 64 * 1024 * 1024, entries: 2048, path: 256 } as const;

/** What can be drawn of a file, the contract first; nothing for what has no pages or cannot be read. */
export function drawablesIn(file: NamedBytes): readonly Drawable[] {
  const kind = kindOf(file);
  if (kind !== undefined) return [{ ...file, kind }];
  if (!isZip(file.bytes)) return [];
  try {
    const inside = [...readZip(file.bytes, LIMITS).files].flatMap(([name, bytes]): Drawable[] => {
      const found = /\.(pdf|ofd)$/i.test(name) ? kindOf({ name, bytes }) : undefined;
      return found === undefined ? [] : [{ name, bytes, kind: found }];
    });
    return inside.sort((a, b) => rank(a) - rank(b)).slice(0, MOST_DOCUMENTS);
  } catch {
    // The report says what is wrong with it.
    return [];
  }
}

function kindOf({ name, bytes }: NamedBytes): Drawable['kind'] | undefined {
  if (new TextDecoder('latin1').decode(bytes.subarray(0, 5)) === '%PDF-' || /\.pdf$/i.test(name))
    return 'pdf';
  if (looksLikeOfd(bytes) || /\.ofd$/i.test(name)) return 'ofd';
  return /\.esl$/i.test(name) ? 'seal' : undefined;
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
}

function rank({ name }: Drawable): number {
  return /(^|\/)evidence\/contract\/|^contract\//.test(name) ? 0 : name.includes('amendments/') ? 1 : 2;
}
