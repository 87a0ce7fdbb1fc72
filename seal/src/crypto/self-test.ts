import { toHex } from '@renxin/chaincode/canonical';
import {
  ABC,
  MESSAGE,
  P256_KEY,
  P256_SIGNATURE,
  SAMPLE,
  SHA256_ABC,
  SM2_KEY,
  SM2_SIGNATURE,
  SM3_ABC,
} from './known-answers.js';
import type { CryptoProvider } from './provider.js';
import { sm3 } from './sm3.js';

/** Long enough that no provider takes a shorter way. */
const LONG = new Uint8Array(1000).fill(0x61);
const TEXT = '人信 é 𠮷 '.repeat(40);

/** What the provider does wrong with the known answers, or undefined. A provider that takes another user id is found. */
export function selfTest(provider: CryptoProvider): string | undefined {
  try {
    if (toHex(provider.hash('SM3', ABC)) !== SM3_ABC) return 'SM3 gives another digest';
    if (toHex(provider.hash('SM3', LONG, LONG)) !== toHex(sm3(LONG, LONG))) return 'SM3 gives another digest';
    if (toHex(provider.hash('SHA-256', ABC)) !== SHA256_ABC) return 'SHA-256 gives another digest';
    for (const algorithm of ['SM3', 'SHA-256'] as const) {
      const ofBytes = provider.hash(algorithm, new TextEncoder().encode(TEXT));
      if (toHex(provider.hashText(algorithm, TEXT)) !== toHex(ofBytes)) return 'the digest of a text differs';
    }
    if (!provider.verify(SM2_KEY, MESSAGE, SM2_SIGNATURE)) return 'SM2 refuses a valid signature';
    if (provider.verify(SM2_KEY, ABC, SM2_SIGNATURE)) return 'SM2 accepts the signature of another message';
    if (!provider.verify(P256_KEY, SAMPLE, P256_SIGNATURE)) return 'P-256 refuses a valid signature';
    if (provider.verify(P256_KEY, ABC, P256_SIGNATURE))
      return 'P-256 accepts the signature of another message';
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : 'it throws';
  }
}
