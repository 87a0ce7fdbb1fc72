import { canonical, canonicalBytes, fromBase64url, toBase64url, toHex } from '@renxin/chaincode/canonical';
import { isSignatureBytes, type PublicKey } from '@renxin/chaincode/messages';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { ProofError } from './error.js';
import type { FabricHeaderEvidence } from './fabric/command.js';
import type { BlockHeader, SignedHeader } from './format.js';
import { parseProof, signedHeader } from './schemas.js';

/** What a verified header of either kind of ledger shows; every other piece of evidence about a ledger carries one. */
export type HeaderEvidence = EmbeddedHeaderEvidence | FabricHeaderEvidence;

export interface EmbeddedHeaderEvidence {
  readonly kind: 'embedded';
  readonly header: BlockHeader;
  /** base64url of SM3 of the header's canonical bytes. */
  readonly headerHash: string;
  /** The key that signed it. Only {@link verifySignedHeader} has compared it with the operators. */
  readonly operator: PublicKey;
}

const ZEROS = toBase64url(new Uint8Array(32));

/**
 * Checks form, signature and operator of a header (bytes or value).
 * @throws ProofError PROOF_FORMAT, HEADER_SIGNATURE, OPERATOR_UNKNOWN
 */
export function verifySignedHeader(
  provider: CryptoProvider,
  operators: readonly PublicKey[],
  signed: unknown,
): EmbeddedHeaderEvidence {
  const evidence = headerEvidence(provider, parseProof(signedHeader, signed));
  assertOperator(operators, evidence);
  return evidence;
}

/** @throws ProofError OPERATOR_UNKNOWN */
export function assertOperator(operators: readonly PublicKey[], { operator }: EmbeddedHeaderEvidence): void {
  if (!operators.some((key) => sameKey(key, operator))) throw new ProofError('OPERATOR_UNKNOWN');
}

/** A header whose parts fit together and whose signature is that of the key beside it. @throws ProofError */
export function headerEvidence(provider: CryptoProvider, signed: SignedHeader): EmbeddedHeaderEvidence {
  const { header, operator } = signed;
  const bytes = canonicalBytes(header);
  const first = header.height === 0;
  if (header.txId !== txIdOf(provider, header.previous, header.height)) throw new ProofError('PROOF_FORMAT');
  if (first !== (header.previous === ZEROS)) throw new ProofError('PROOF_FORMAT');
  const signature = fromBase64url(signed.signature);
  if (signature === undefined || !isSignatureBytes(operator.algorithm, signature)) {
    throw new ProofError('HEADER_SIGNATURE');
  }
  if (!provider.verify(operator, bytes, signature)) throw new ProofError('HEADER_SIGNATURE');
  return { kind: 'embedded', header, headerHash: toBase64url(provider.hash('SM3', bytes)), operator };
}

/** The hash by which the next header, wallets and trust files name this one. */
export function headerHash(provider: CryptoProvider, header: BlockHeader): string {
  return toBase64url(provider.hash('SM3', canonicalBytes(header)));
}

/** A block's transaction: the first 16 bytes, in hexadecimal, of SM3(hash of the header before || height in 8 bytes). */
export function txIdOf(provider: CryptoProvider, previous: string, height: number): string {
  const bytes = new Uint8Array(40);
  bytes.set(fromBase64url(previous) ?? new Uint8Array(32));
  new DataView(bytes.buffer).setBigUint64(32, BigInt(height));
  return toHex(provider.hash('SM3', bytes)).slice(0, 32);
}

export function sameKey(a: PublicKey, b: PublicKey): boolean {
  return canonical(a) === canonical(b);
}
