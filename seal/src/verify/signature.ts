import type { PublicKey } from '@renxin/chaincode/messages';
import type { CryptoProvider } from '../crypto/provider.js';
import { signatureFromDer } from '../crypto/der.js';

/** Verifies a signature that stands as DER of SEQUENCE { r, s }; any other form is not a signature. */
export function verifySequence(
  provider: CryptoProvider,
  key: PublicKey,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const raw = signatureFromDer(signature);
  return raw !== undefined && provider.verify(key, message, raw);
}
