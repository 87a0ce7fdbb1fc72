import type { Figure } from './figure.js';
import { benchFullCheck } from './seal/full-check.js';
import { benchOfd } from './seal/ofd.js';

/** Seals and sealed documents: each part measures itself beside its limit or a peer. */
export async function benchSeal(): Promise<Figure[]> {
  return [...(await benchFullCheck()), ...(await benchOfd())];
}
