import { canonicalBytes } from '@renxin/chaincode/canonical';
import { digest, identifier, recordId, version } from '@renxin/chaincode/messages';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { z } from 'zod';
import { parsePart } from './canonical-part.js';
import { digests, digestsOf, measure, measured } from './digests.js';

const partySignature = <R extends 'worker' | 'employer'>(role: R) =>
  z.strictObject({ role: z.literal(role), party: identifier, cms: digests });

/**
 * The signed-contract record: one document, the pages that were shown, and both signatures over it. The time-stamps are
 * over its canonical bytes. See docs/formats/signed-contract.md.
 */
export const signedContract = z.strictObject({
  kind: z.literal('renxin-signed-contract'),
  schema: z.literal(1),
  ledger: identifier,
  contract: recordId,
  amendment: z.int().min(0).max(999),
  version,
  document: measured,
  /** SM3 of each page's layout as both parties saw it, in order. */
  shown: z.strictObject({ pages: z.array(digest).min(1).max(200) }),
  signatures: z.tuple([partySignature('worker'), partySignature('employer')]),
});

export type SignedContract = z.infer<typeof signedContract>;

/** What a signed-contract record is made from. */
export interface SignedContractParts {
  readonly ledger: string;
  readonly contract: string;
  readonly amendment: number;
  readonly version: number;
  readonly document: Uint8Array;
  readonly pages: readonly string[];
  readonly worker: { readonly party: string; readonly cms: Uint8Array };
  readonly employer: { readonly party: string; readonly cms: Uint8Array };
}

/**
 * The canonical bytes over which both time-stamps are taken.
 * @throws z.ZodError when a part is not of the format.
 */
export function buildSignedContract(parts: SignedContractParts, provider: CryptoProvider): Uint8Array {
  const { ledger, contract, amendment, version: number, worker, employer } = parts;
  return canonicalBytes(
    signedContract.parse({
      kind: 'renxin-signed-contract',
      schema: 1,
      ledger,
      contract,
      amendment,
      version: number,
      document: measure(provider, parts.document),
      shown: { pages: [...parts.pages] },
      signatures: [
        { role: 'worker', party: worker.party, cms: digestsOf(provider, worker.cms) },
        { role: 'employer', party: employer.party, cms: digestsOf(provider, employer.cms) },
      ],
    }),
  );
}

/** @throws BundleError PART_MALFORMED */
export function parseSignedContract(bytes: Uint8Array, path = 'contract.signed.json'): SignedContract {
  return parsePart(path, signedContract, bytes);
}

/** What a signature's `shown` attribute and commitment are about: SM3 of the canonical `{document, pages}`. */
export function shownDigest(
  provider: CryptoProvider,
  documentSm3: string,
  pages: readonly string[],
): Uint8Array {
  return provider.hash('SM3', canonicalBytes({ document: documentSm3, pages: [...pages] }));
}
