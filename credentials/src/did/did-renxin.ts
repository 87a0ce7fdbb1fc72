import type { DIDDocument, DIDDocumentMetadata, DIDResolver } from 'did-resolver';
import { found, refused } from './result.js';

/** What a ledger answers for a DID (`registry.resolve`), or undefined when it has no such identifier. */
export type LedgerLookup = (
  did: string,
) => Promise<
  { readonly didDocument: DIDDocument; readonly didDocumentMetadata: DIDDocumentMetadata } | undefined
>;

/** `did:renxin:<ledger>:<identifier>` (docs/formats/registry.md). */
export function didRenxin(lookup: LedgerLookup): DIDResolver {
  return async (did, { id }) => {
    if (!/^[a-z0-9][a-z0-9-]{0,46}[a-z0-9]:[a-z0-9][a-z0-9-]{0,46}[a-z0-9]$/.test(id))
      return refused('invalidDid');
    const answer = await lookup(did);
    if (answer === undefined) return refused('notFound');
    return found(answer.didDocument, answer.didDocumentMetadata);
  };
}
