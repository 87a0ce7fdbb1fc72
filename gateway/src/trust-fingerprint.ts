import { openTrust } from '@renxin/archive/verify';
import { nativeProvider } from '@renxin/seal/native';
import type { Composed } from './compose.js';

/** SM3 of the trust file's signer, hexadecimal: what a person compares. */
export async function fingerprintOf(composed: Pick<Composed, 'trust'>): Promise<string> {
  return openTrust(await composed.trust(), nativeProvider).fingerprint;
}
