import { fromBase64url, toBase64url } from '@renxin/chaincode/canonical';
import { readSeal, writeSealSignature, type Seal } from '@renxin/seal/eseal';
import type { Activation } from '@renxin/seal/signer';
import { timeStampRequest } from '@renxin/seal/tsa';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { sealUseAnswer, type SealUseDetails, type SealView } from '../api/index.js';
import { activate, commit, now, sign, type Holder } from '../labor-contract/party.js';
import type { UseConfirmation, UseToConfirm } from './confirming.js';
import { sealsOf } from './owner.js';
import { SealingRefused } from './sealing-refused.js';

export { SealingRefused, type SealingCode } from './sealing-refused.js';

/** A seal that may be used now: its own data and what the register says of it. */
export interface SealInUse {
  readonly view: SealView;
  /** DER of SESeal. */
  readonly der: Uint8Array;
  readonly seal: Seal;
}

/**
 * The owner's seal that is in use (the latest), or the one that is named: fetched, and compared with the register.
 * @throws SealingRefused NO_SEAL_IN_USE, SEAL_ALTERED
 */
export async function sealInUse(owner: Holder, named?: string): Promise<SealInUse> {
  const seals = await sealsOf(owner);
  const view = seals.find(({ seal, state }) => state === 'ACTIVE' && (named === undefined || seal === named));
  if (view?.made === undefined) throw new SealingRefused('NO_SEAL_IN_USE');
  const der = await owner.client.download(`/api/v1/seals/${view.seal}/seal.esl`, 'seal');
  if (toBase64url(owner.provider.hash('SM3', der)) !== view.made.sm3)
    throw new SealingRefused('SEAL_ALTERED');
  return { view, der, seal: readSeal(der) };
}

export interface ToBeSealed extends Omit<SealUseDetails, 'document'> {
  /** SM3 of what is sealed: in an OFD of the bytes of Signature.xml. */
  readonly dataHash: Uint8Array;
  /** Where that stands: in an OFD the absolute path of Signature.xml. */
  readonly propertyInfo: string;
  readonly activation?: Activation;
  /** The signer's clock, when what is sealed names the time as well. */
  readonly at?: Date;
  /** Asks officers of the seal, two or more, each on a device of its own; for seals that have officers. */
  readonly confirm?: (asked: UseToConfirm) => Promise<readonly UseConfirmation[]>;
}

/**
 * Seals with the owner's own key and puts the use down on the ledger, also when it is refused (用印记录). The signature
 * counts only once it stands there.
 * @returns DER of SES_Signature, with a time-stamp
 * @throws SealingRefused, GatewayProblem SEAL_NOT_ACTIVE and others
 */
export async function sealDigest(owner: Holder, using: SealInUse, what: ToBeSealed): Promise<Uint8Array> {
  const { seal } = using.view;
  const use = useOf(owner, seal, what);
  let signature: Uint8Array;
  let confirmations: readonly UseConfirmation[];
  try {
    confirmations = await confirmed(using, what, use);
    signature = await signed(owner, using, what);
  } catch (error) {
    const { code } = error as { code?: unknown };
    // Nothing was sealed: why goes before a log that could not be written.
    if (typeof code === 'string')
      await putDown(owner, use, { refused: reasonOf(code) }).catch(() => undefined);
    throw error;
  }
  try {
    await putDown(owner, use, { sealed: signature, confirmations });
  } catch (error) {
    const { code } = error as { code?: unknown };
    // The rules refused it: the signature counts for nothing, and the attempt stands in the log.
    if (code === 'SEAL_CONFIRMATIONS_MISSING' || code === 'SEAL_CONFIRMATION_INVALID')
      await refuseUse(owner, seal, what, code).catch(() => undefined);
    throw error;
  }
  return signature;
}

/** Puts an attempt down that came to nothing. */
export async function refuseUse(owner: Holder, seal: string, what: ToBeSealed, code: string): Promise<void> {
  await putDown(owner, useOf(owner, seal, what), { refused: reasonOf(code) });
}

/** The officers' words, where the seal has officers. @throws SealingRefused CONFIRMATIONS_REQUIRED */
async function confirmed(
  { view }: SealInUse,
  { confirm }: ToBeSealed,
  use: UseToConfirm,
): Promise<readonly UseConfirmation[]> {
  if (view.officers === undefined) return [];
  if (confirm === undefined) throw new SealingRefused('CONFIRMATIONS_REQUIRED');
  return confirm(use);
}

async function signed(owner: Holder, { seal, der }: SealInUse, what: ToBeSealed): Promise<Uint8Array> {
  const held = await owner.keystore.certificate(owner.identifier);
  if (held === undefined) throw new SealingRefused('CERTIFICATE_MISSING');
  const { crls } = await owner.client.get(
    '/api/v1/revocation-lists',
    'seal',
    z.object({ crls: z.array(z.base64url()) }),
  );
  return writeSealSignature({
    seal: der,
    dataHash: what.dataHash,
    propertyInfo: what.propertyInfo,
    signedAt: what.at ?? owner.clock(),
    signer: await owner.keystore.signer(owner.identifier),
    certificate: held.certificate,
    chain: held.chain,
    crls: crls.map(decode),
    activation: what.activation ?? activate(owner, 'confirmation'),
    timeStamp: (value) => timeStamp(owner, value),
    provider: owner.provider,
  }).catch((error: unknown) => {
    if ((error as { code?: unknown }).code === 'SIGNER_NOT_IN_SEAL' || seal.version !== 4)
      throw new SealingRefused('SEAL_OF_ANOTHER_CERTIFICATE', { cause: error });
    throw error;
  });
}

/** A token of the gateway's SM2 authority over the signature value. */
async function timeStamp(owner: Holder, value: Uint8Array): Promise<Uint8Array> {
  const digest = owner.provider.hash('SM3', value);
  const request = timeStampRequest({ digest, algorithm: 'SM3', nonce: owner.random(8), certReq: true });
  const response = await fetch(`${owner.client.baseUrl}/tsa`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/timestamp-query' },
    body: new Uint8Array(request),
  }).catch((cause: unknown) => {
    throw new SealingRefused('TIME_STAMP_UNAVAILABLE', { cause });
  });
  if (!response.ok) throw new SealingRefused('TIME_STAMP_UNAVAILABLE');
  return new Uint8Array(await response.arrayBuffer());
}

/** A use by a name of its own, with fresh commitments. */
function useOf(owner: Holder, seal: string, { title, place, authority, dataHash }: ToBeSealed): UseToConfirm {
  const hash = (text: string): Uint8Array => owner.provider.hash('SM3', new TextEncoder().encode(text));
  const committed = {
    document: commit(owner, dataHash),
    place: commit(owner, hash(place)),
    authority: commit(owner, hash(authority)),
  };
  return {
    seal,
    use: `use-${randomUUID()}`,
    document: committed.document.commitment,
    place: committed.place.commitment,
    authority: committed.authority.commitment,
    details: { title, document: toBase64url(dataHash), place, authority },
    openings: {
      document: committed.document.opening,
      place: committed.place.opening,
      authority: committed.authority.opening,
    },
  };
}

async function putDown(
  owner: Holder,
  { details, openings, ...use }: UseToConfirm,
  came: { sealed: Uint8Array; confirmations: readonly UseConfirmation[] } | { refused: string },
): Promise<void> {
  const signature = 'sealed' in came ? commit(owner, owner.provider.hash('SM3', came.sealed)) : undefined;
  const body = {
    ...use,
    by: owner.identifier,
    outcome:
      signature === undefined
        ? { kind: 'refused' as const, reason: 'refused' in came ? came.refused : 'refused' }
        : { kind: 'sealed' as const, signature: signature.commitment },
    ...('sealed' in came && came.confirmations.length > 0 && { confirmations: [...came.confirmations] }),
    at: now(owner),
  };
  const request = {
    use: await sign(owner, 'seal-record/use', body),
    details,
    openings: { ...openings, ...(signature !== undefined && { signature: signature.opening }) },
  };
  const answer = await owner.client.post(`/api/v1/seals/${use.seal}/uses`, 'seal', request, sealUseAnswer);
  await owner.headers.acceptReceipt(answer.receipt);
}

/** A code as a word of the ledger. */
function reasonOf(code: string): string {
  return code.toLowerCase().replaceAll('_', '-').slice(0, 60);
}

function decode(text: string): Uint8Array {
  const decoded = fromBase64url(text);
  if (decoded === undefined) throw new TypeError('not base64url');
  return decoded;
}
