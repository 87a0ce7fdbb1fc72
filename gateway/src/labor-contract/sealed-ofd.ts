import { readSealSignature, SealVersionError, type Seal } from '@renxin/seal/eseal';
import { embedValue, OfdError, prepareSeal } from '@renxin/seal/ofd';
import { DerError } from '@renxin/seal/verify';
import type { sealingRequest } from '@renxin/wallets/api';
import { sealPlacements } from '@renxin/wallets/labor-contract';
import type { z } from 'zod';
import { Refusal } from '../problem/index.js';
import { invalidDocument, requireSealed, requireSealInUse } from '../sealed-documents/index.js';
import type { ContractFile, SigningFile } from './contract-file.js';
import { load, partyRole, type Asker, type Desk, type Loaded } from './desk.js';
import { layoutOf } from './drafting.js';
import { bytesOf, replaceSigning, signingOf } from './signing.js';

/**
 * The concluded document as OFD with the worker's signature, sealed by the employer (docs/formats/signed-contract.md,
 * "The sealed form"). It adds nothing to what the ledger knows of the contract; the use of the seal stands there.
 */

/** The document as it will be sealed; the same bytes each time. @throws Refusal NOT_A_PARTY, CONTRACT_STATE */
export async function prepareSealing(
  desk: Desk,
  asker: Asker,
  contract: string,
  amendment: number,
): Promise<Uint8Array> {
  const { value } = await loadForEmployer(desk, asker, contract);
  return unsealed(desk, signingOf(value, amendment));
}

/**
 * Takes the employer's SES_Signature and keeps the sealed OFD, which it puts together itself. Repeating it changes nothing.
 * @throws Refusal ALREADY_SIGNED when another is kept, DOCUMENT_SIGNATURE_INVALID, SEAL_UNKNOWN, SEAL_NOT_ACTIVE
 */
export async function acceptSealing(
  desk: Desk,
  asker: Asker,
  contract: string,
  request: z.infer<typeof sealingRequest>,
): Promise<ContractFile> {
  const known = await loadForEmployer(desk, asker, contract);
  const signing = signingOf(known.value, request.amendment);
  const { document, seal } = await sealedBy(desk, known.value, signing, request);
  const { digest: name, change } = desk.blobs.keep(document);
  if (signing.sealed === name) return known.value;
  if (signing.sealed !== undefined) throw new Refusal('ALREADY_SIGNED');
  const by = asker.identifier;
  const { trustedAt } = await requireSealed(desk, { document, by, at: request.at });
  await requireSealInUse(desk, by, request.seal, seal, trustedAt);
  const file = replaceSigning(known.value, { ...signing, sealed: name });
  await desk.store.write([change, desk.files.put(contract, file, known.version)]);
  return file;
}

async function loadForEmployer(desk: Desk, asker: Asker, contract: string): Promise<Loaded> {
  const known = await load(desk, contract, asker);
  if (partyRole(known.value, asker) !== 'employer') throw new Refusal('NOT_A_PARTY');
  return known;
}

/**
 * The concluded document with the worker's signature inside.
 * @throws Refusal CONTRACT_STATE before the conclusion, and for a document that was signed before OFDs were
 */
async function unsealed(desk: Desk, { concluded, ofd }: SigningFile): Promise<Uint8Array> {
  if (concluded === undefined || ofd === undefined) throw new Refusal('CONTRACT_STATE');
  const bytes = await desk.blobs.get(ofd);
  if (bytes === undefined) throw new Refusal('NOT_FOUND');
  return bytes;
}

/** The same plan as the wallet's: document, seal, time and the places that the layout gives. */
async function sealedBy(
  desk: Desk,
  file: ContractFile,
  signing: SigningFile,
  { at, sealSignature }: z.infer<typeof sealingRequest>,
): Promise<{ readonly document: Uint8Array; readonly seal: Seal }> {
  const document = await unsealed(desk, signing);
  const { pages } = await layoutOf(desk, file, signing.amendment);
  const value = bytesOf(sealSignature);
  try {
    const { seal } = readSealSignature(value);
    const stamps = sealPlacements(pages, seal.info.picture);
    const plan = { seal: seal.der, stamps, at: new Date(at), close: true };
    return { document: embedValue(prepareSeal(document, plan, desk.provider), value), seal };
  } catch (error) {
    if (error instanceof OfdError || error instanceof DerError || error instanceof SealVersionError)
      throw invalidDocument('OFD', error.code);
    throw error;
  }
}
