import type { DIDDocument, DIDResolver } from 'did-resolver';
import { faultOfNamedKey } from './named-key.js';
import { DID_CONTEXTS, found, refused, type DidError } from './result.js';

/** How a key may be asked for (`did:key` section 3.1): as a Multikey, which is the only way here. */
export interface KeyOptions {
  readonly publicKeyFormat?: string;
  readonly enableExperimentalPublicKeyTypes?: boolean;
}

/** `did:key` of Ed25519, SM2, P-256, P-384 and BLS12-381: the key is the name, and may do everything. */
export const didKey: DIDResolver = async (did, { id }, _resolver, options) => {
  const fault = faultOfFormat(options as KeyOptions) ?? (await faultOfNamedKey(id));
  if (fault !== undefined) return refused(fault);
  const method = `${did}#${id}`;
  const document: DIDDocument = {
    '@context': DID_CONTEXTS,
    id: did,
    verificationMethod: [{ id: method, type: 'Multikey', controller: did, publicKeyMultibase: id }],
    authentication: [method],
    assertionMethod: [method],
    capabilityDelegation: [method],
    capabilityInvocation: [method],
  };
  return found(document);
};

/** Formats that have a name and are no longer to be given out, unless somebody asks for experiments. */
const OLD = ['Ed25519VerificationKey2018', 'X25519KeyAgreementKey2019', 'EcdsaSecp256k1VerificationKey2019'];

function faultOfFormat({
  publicKeyFormat = 'Multikey',
  enableExperimentalPublicKeyTypes = false,
}: KeyOptions): DidError | undefined {
  if (publicKeyFormat === 'Multikey') return undefined;
  const isOld = OLD.includes(publicKeyFormat) && !enableExperimentalPublicKeyTypes;
  return isOld ? 'invalidPublicKeyType' : 'unsupportedPublicKeyType';
}
