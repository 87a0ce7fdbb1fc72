import { toBase64url } from '@renxin/chaincode/canonical';
import { sealRecord } from '@renxin/chaincode/contracts';
import { sameKey } from '@renxin/seal/crypto';
import { type Seal, type Sealed } from '@renxin/seal/eseal';
import { verifyOfd } from '@renxin/seal/ofd';
import { Refusal } from '../problem/index.js';
import type { DocumentDesk } from './desk.js';
import { invalidDocument } from './invalid.js';

/** A seal that holds, with the time that a token proves. */
export type SealedAt = Sealed & { readonly trustedAt: string };

/**
 * The seal holds as anybody would verify it, is by the party's registered key, and says this time.
 * @param given.at the signer's clock; whole seconds count
 * @throws Refusal DOCUMENT_SIGNATURE_INVALID
 */
export async function requireSealed(
  desk: DocumentDesk,
  { document, by, at }: { readonly document: Uint8Array; readonly by: string; readonly at: string },
): Promise<SealedAt> {
  const report = verifyOfd({
    document,
    trust: { signers: desk.roots, makers: desk.sealMakers, timeStamps: desk.roots },
    now: desk.clock(),
    crls: [...(await desk.revocationLists()), ...(await desk.sealMakersLists())],
    provider: desk.provider,
  });
  const sealed = report.signatures.at(-1)?.sealed;
  if (report.verdict !== 'valid' || sealed === undefined) throw invalidDocument('OFD', report.code);
  if (sealed.claimedAt !== wholeSeconds(at)) throw invalidDocument('OFD', 'CLAIMS');
  const key = await desk.keyOf(by);
  if (sealed.signer.key === undefined || !sameKey(sealed.signer.key, key))
    throw invalidDocument('OFD', 'SIGNER_KEY');
  const { trustedAt } = sealed;
  if (trustedAt === null) throw invalidDocument('OFD', 'NO_TRUSTED_TIME');
  return { ...sealed, trustedAt };
}

/**
 * The seal is the owner's by the ledger, with these data, and was in use at that time.
 * @throws Refusal SEAL_UNKNOWN, SEAL_NOT_ACTIVE, DOCUMENT_SIGNATURE_INVALID
 */
export async function requireSealInUse(
  { ledger, provider }: DocumentDesk,
  owner: string,
  name: string,
  { der }: Seal,
  time: string,
): Promise<void> {
  const record = await ledger.evaluate(sealRecord.operations.seal, { seal: name });
  if (record.owner !== owner) throw new Refusal('SEAL_UNKNOWN');
  if (record.making?.body.sm3 !== toBase64url(provider.hash('SM3', der)))
    throw invalidDocument('OFD', 'SEAL_FILE_MISMATCH');
  const { state } = await ledger.evaluate(sealRecord.operations['state-at'], { seal: name, time });
  if (state !== 'ACTIVE') throw new Refusal('SEAL_NOT_ACTIVE');
}

export function wholeSeconds(time: string): string {
  return new Date(Math.floor(Date.parse(time) / 1000) * 1000).toISOString();
}
