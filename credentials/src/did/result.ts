import type { DIDDocument, DIDDocumentMetadata, DIDResolutionResult } from 'did-resolver';

export const DID_CONTEXTS = ['https://www.w3.org/ns/did/v1.1', 'https://w3id.org/security/multikey/v1'];

/** Why a DID has no document here, in the words of `did-resolver` and of the method `did:key`. */
export type DidError =
  | 'invalidDid'
  | 'notFound'
  | 'unsupportedDidMethod'
  | 'invalidDidDocument'
  | 'representationNotSupported'
  | 'invalidPublicKey'
  | 'invalidPublicKeyLength'
  | 'invalidPublicKeyType'
  | 'unsupportedPublicKeyType'
  | 'featureNotSupported'
  | 'invalidOptions'
  | 'internalError';

export function found(
  didDocument: DIDDocument,
  didDocumentMetadata: DIDDocumentMetadata = {},
): DIDResolutionResult {
  return { didResolutionMetadata: { contentType: 'application/did' }, didDocument, didDocumentMetadata };
}

export function refused(error: DidError): DIDResolutionResult {
  return { didResolutionMetadata: { error }, didDocument: null, didDocumentMetadata: {} };
}
