import { canonicalBytes, fromBase64url, toBase64url } from '@renxin/chaincode/canonical';
import { messageBytes } from '@renxin/chaincode/messages';
import { commitment, type CryptoProvider } from '@renxin/seal/crypto';
import { readSealInfo, type SealInfo } from '@renxin/seal/eseal';
import type { Signer } from '@renxin/seal/signer';
import { randomUUID } from 'node:crypto';
import type { Opening, SealToConfirm } from '../api/index.js';
import { SealingRefused } from './sealing-refused.js';

/** An officer with a device of its own: what it confirms, it has seen. */
export interface Officer {
  /** As the seal, or the deciding organisation, lists it. */
  readonly officer: string;
  readonly signer: Signer;
  readonly ledger: string;
  readonly provider: CryptoProvider;
  readonly clock: () => Date;
}

/** One use of a seal, as its officers are asked about it: what it is, and what opens the commitments. */
export interface UseToConfirm {
  readonly seal: string;
  readonly use: string;
  readonly document: string;
  readonly place: string;
  readonly authority: string;
  readonly details: {
    /** A name for people. */
    readonly title: string;
    /** SM3 of what is to be sealed, base64url. */
    readonly document: string;
    readonly place: string;
    readonly authority: string;
  };
  readonly openings: { readonly document: Opening; readonly place: Opening; readonly authority: Opening };
}

export interface UseConfirmation {
  readonly officer: string;
  readonly at: string;
  readonly signature: string;
}

/**
 * Confirms one use: the commitments open to the digest, the place and the authority that the officer was shown.
 * @throws SealingRefused CONFIRMATION_ALTERED
 */
export async function confirmUse(by: Officer, asked: UseToConfirm): Promise<UseConfirmation> {
  const { seal, use, document, place, authority, details, openings } = asked;
  const sm3 = (text: string): Uint8Array => by.provider.hash('SM3', new TextEncoder().encode(text));
  requireOpened(by, document, openings.document, decode(details.document));
  requireOpened(by, place, openings.place, sm3(details.place));
  requireOpened(by, authority, openings.authority, sm3(details.authority));
  const at = by.clock().toISOString();
  const body = { seal, use, document, place, authority, officer: by.officer, at };
  const signature = await signed(by, messageBytes('seal-record/confirm', by.ledger, body), at);
  return { officer: by.officer, at, signature };
}

/** What the seal will say that is about to be made. @throws DerError */
export function sealToBeMade({ info }: SealToConfirm): SealInfo {
  return readSealInfo(decode(info));
}

/** Confirms the making of a seal: the very bytes that its maker's key is to sign. */
export async function confirmMaking(by: Officer, asked: SealToConfirm): Promise<UseConfirmation> {
  const at = by.clock().toISOString();
  const word = canonicalBytes({
    kind: 'renxin-activation',
    schema: 1,
    key: asked.key,
    message: toBase64url(by.provider.hash('SM3', decode(asked.info))),
    purpose: asked.purpose,
    officer: by.officer,
    at,
  });
  return { officer: by.officer, at, signature: await signed(by, word, at) };
}

async function signed({ signer }: Officer, message: Uint8Array, at: string): Promise<string> {
  const activation = { id: randomUUID(), method: 'confirmation' as const, at };
  return toBase64url(await signer.sign({ algorithm: signer.key.algorithm, message, activation }));
}

function requireOpened(
  { provider }: Officer,
  committed: string,
  { salt, digest }: Opening,
  shown: Uint8Array,
): void {
  const opened = commitment(provider, decode(salt), shown);
  if (opened !== committed || digest !== toBase64url(shown)) throw new SealingRefused('CONFIRMATION_ALTERED');
}

function decode(text: string): Uint8Array {
  const bytes = fromBase64url(text);
  if (bytes === undefined) throw new SealingRefused('CONFIRMATION_ALTERED');
  return bytes;
}
