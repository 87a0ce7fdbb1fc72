import type { Figure } from './figure.js';
import { benchFullCheck } from './seal/full-check.js';
import { benchOfd } from './seal/ofd.js';
import { benchPdf } from './seal/pdf.js';

/** Seals and sealed documents: each part measures itself beside its limit or a peer. */
export async function benchSeal(): Promise<Figure[]> {
  return [...(await benchFullCheck()), ...(await benchPdf()), ...(await benchOfd())];
}
