import { canonicalBytes, fromBase64url } from '@renxin/chaincode/canonical';
import type { CryptoProvider } from '@renxin/seal/crypto';
import type { SignedHeader } from '../proof/format.js';

/** The latest durable header with what the next block needs of it. */
export interface Head {
  readonly signed: SignedHeader;
  readonly hash: Uint8Array;
  /** The map's root. */
  readonly state: Uint8Array;
}

export function headOf(provider: CryptoProvider, signed: SignedHeader): Head {
  return {
    signed,
    hash: provider.hash('SM3', canonicalBytes(signed.header)),
    state: fromBase64url(signed.header.state) ?? new Uint8Array(),
  };
}
