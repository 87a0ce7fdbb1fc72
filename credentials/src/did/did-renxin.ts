import type { DIDDocument, DIDDocumentMetadata, DIDResolver } from 'did-resolver';
import { found, refused } from './result.js';

/** Which version of a document: that of an identifier, or the one in force at a time (`YYYY-MM-DDTHH:MM:SS.sssZ`). */
export interface DidVersionAsked {
  readonly versionId?: string;
  readonly versionTime?: string;
}

/** What a ledger answers for a DID (`registry.resolve`), or undefined when it has no such identifier or version. */
export type LedgerLookup = (
  did: string,
  version: DidVersionAsked,
) => Promise<
  { readonly didDocument: DIDDocument; readonly didDocumentMetadata: DIDDocumentMetadata } | undefined
>;

/** `did:renxin:<ledger>:<identifier>` (docs/formats/registry.md). */
export function didRenxin(lookup: LedgerLookup): DIDResolver {
  return async (did, { id }, _resolver, options) => {
    const { versionId, versionTime } = options as DidVersionAsked;
    if (!/^[a-z0-9][a-z0-9-]{0,46}[a-z0-9]:[a-z0-9][a-z0-9-]{0,46}[a-z0-9]$/.test(id))
      return refused('invalidDid');
    const answer = await lookup(did, {
      ...(versionId !== undefined && { versionId }),
      ...(versionTime !== undefined && { versionTime }),
    });
    if (answer === undefined) return refused('notFound');
    return found(answer.didDocument, answer.didDocumentMetadata);
  };
}
