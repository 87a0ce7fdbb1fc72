export { HolderProofError, holderProofCodes, type HolderProofCode } from './codes.js';
export {
  configurationNamed,
  configurationsOf,
  credentialFormats,
  type Configuration,
  type CredentialFormat,
} from './configurations.js';
export {
  HOLDER_PROOF_TYPE,
  holderProof,
  verifyHolderProof,
  type HolderProofOptions,
  type ProvenHolder,
  type VerifyHolderProofOptions,
} from './holder-proof.js';
export {
  KEY_ATTESTATION_TYPE,
  verifyKeyAttestation,
  type AttestedKeys,
  type VerifyKeyAttestationOptions,
} from './key-attestation.js';
export { authorizationServerMetadata, BATCH, endpoints, issuerMetadata, PRE_AUTHORISED } from './metadata.js';
export { credentialOffer, offerLink, offerObject } from './offer.js';
