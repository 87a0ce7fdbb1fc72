import { fromBase64url, toBase64url } from '@renxin/chaincode/canonical';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { ProofError } from '../error.js';
import type { FabricBlockHeader } from './format.js';

/** Base64url of SHA-256 of the header's DER: by it the next block, wallets and anchors name it. */
export function fabricHeaderHash(provider: CryptoProvider, header: FabricBlockHeader): string {
  return toBase64url(provider.hash('SHA-256', headerBytes(header)));
}

/** DER of SEQUENCE { number INTEGER, previous OCTET STRING, data OCTET STRING }: what is hashed and signed. */
export function headerBytes({ height, previous, data }: FabricBlockHeader): Uint8Array {
  if ((height === 0) !== (previous === '')) throw new ProofError('PROOF_FORMAT');
  const content = [integer(height), octets(bytesOf(previous)), octets(bytesOf(data))];
  const length = content.reduce((sum, part) => sum + part.length, 0);
  return Uint8Array.of(0x30, length, ...content.flatMap((part) => [...part]));
}

/** @throws ProofError PROOF_FORMAT */
export function bytesOf(text: string): Uint8Array {
  const bytes = fromBase64url(text);
  if (bytes === undefined) throw new ProofError('PROOF_FORMAT');
  return bytes;
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function integer(value: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  if (bytes.length === 0 || (bytes[0] ?? 0) >= 0x80) bytes.unshift(0);
  return Uint8Array.of(0x02, bytes.length, ...bytes);
}

function octets(bytes: Uint8Array): Uint8Array {
  return Uint8Array.of(0x04, bytes.length, ...bytes);
}
