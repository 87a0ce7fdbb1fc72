import { sameKey } from '@renxin/seal/crypto';
import { verifyOfd } from '@renxin/seal/ofd';
import type { DocumentDesk } from './desk.js';
import { invalidDocument } from './invalid.js';
import { wholeSeconds } from './sealed-ofd.js';

/** Steps that hold without a trusted time, which comes with a time-stamp. */
const NEEDED = [
  'signature-file',
  'format',
  'algorithms',
  'signature',
  'signer',
  'document',
  'references',
  'coverage',
];

/**
 * The last signature of an OFD is one without a seal, holds as far as it can without a trusted time, is by the party's
 * registered key, and says this time and these claims.
 * @param given.at the signer's clock; whole seconds count
 * @throws Refusal DOCUMENT_SIGNATURE_INVALID
 */
export async function requireSignedIn(
  desk: DocumentDesk,
  given: {
    readonly document: Uint8Array;
    readonly by: string;
    readonly at: string;
    readonly claims: { readonly shown: string; readonly activation: string };
  },
): Promise<void> {
  const report = verifyOfd({
    document: given.document,
    trust: { signers: desk.roots, makers: [], timeStamps: desk.roots },
    now: desk.clock(),
    crls: await desk.revocationLists(),
    provider: desk.provider,
  });
  const own = report.signatures.at(-1);
  const fault = [...report.checks, ...(own?.checks ?? [])].find(({ outcome }) => outcome === 'fail');
  if (fault !== undefined) throw invalidDocument('OFD', fault.code);
  if (!NEEDED.every((step) => own?.checks.some((each) => each.step === step && each.outcome === 'pass')))
    throw invalidDocument('OFD', 'NOT_CHECKED');
  const { signed } = own ?? {};
  const isSaid =
    signed?.claimedAt === wholeSeconds(given.at) &&
    signed.claims.shown === given.claims.shown &&
    signed.claims.activation === given.claims.activation;
  if (!isSaid) throw invalidDocument('OFD', 'CLAIMS');
  if (!sameKey(signed.signer.key, await desk.keyOf(given.by))) throw invalidDocument('OFD', 'SIGNER_KEY');
}
