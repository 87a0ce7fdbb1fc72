import { signEmbedded, type EmbeddedClaims } from '../cms/sign-embedded.js';
import type { CryptoProvider } from '../crypto/provider.js';
import type { Activation, CertificateSigner } from '../signer/signer.js';
import type { PreparedSignature } from './sign.js';

/** Who signs without a seal: an SM2 key, its certificate, and what a verifier needs. */
export interface OfdSigner {
  readonly signer: CertificateSigner;
  /** DER, as are its issuers and their CRLs. */
  readonly certificate: Uint8Array;
  readonly chain: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  readonly claims?: EmbeddedClaims;
  readonly activation: Activation;
  readonly provider: CryptoProvider;
}

/**
 * The signed value of a signature without a seal: a detached CMS of GB/T 35275 over Signature.xml (GM/T 0099-2020 7.2.2,
 * docs/formats/ofd.md). A time-stamp over it is added as an unsigned attribute.
 * @returns DER of ContentInfo
 * @throws CmsError SIGNER_KEY_MISMATCH (also for a key that is not SM2), ATTRIBUTE; DerError
 */
export function signOfd({ dataHash }: PreparedSignature, by: OfdSigner): Promise<Uint8Array> {
  return signEmbedded({ ...by, digest: dataHash, dialect: 'GM/T 0010' });
}
