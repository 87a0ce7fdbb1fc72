import {
  signEmbedded,
  signatureOctetsOf,
  withTimeStamp,
  type EmbeddedClaims,
} from '../../cms/sign-embedded.js';
import type { CryptoProvider } from '../../crypto/provider.js';
import type { Activation, CertificateSigner } from '../../signer/signer.js';
import { timeStampTokenOf } from '../../verify/time-stamp-format.js';
import { SUITE } from '../../x509/index.js';
import {
  embedSignature,
  prepareSignature,
  signedBytes,
  type PreparedPdf,
  type SignatureRequest,
} from './prepare.js';

/** Gives a time-stamp over the parts, one after another: DER of TimeStampResp or of the token alone. */
export type Stamper = (...parts: readonly Uint8Array[]) => Promise<Uint8Array>;

/** Who signs, and what goes into the CMS. */
export interface PdfSigner {
  readonly signer: CertificateSigner;
  /** DER. */
  readonly certificate: Uint8Array;
  /** Its issuers, DER. */
  readonly chain: readonly Uint8Array[];
  readonly claims?: EmbeddedClaims;
  readonly activation: Activation;
  readonly provider: CryptoProvider;
}

/**
 * The CMS over a prepared document: what a wallet makes over bytes that it has looked at.
 * @param prepared whose form is `pades` or `gm-t-0010`
 * @throws CmsError, DerError
 */
export function signPrepared(
  prepared: PreparedPdf,
  form: Exclude<SignatureRequest['form'], 'time-stamp'>,
  by: PdfSigner,
): Promise<Uint8Array> {
  const { signer, provider } = by;
  return signEmbedded({
    ...by,
    digest: provider.hash(SUITE[signer.key.algorithm].hash, ...signedBytes(prepared)),
    dialect: form === 'gm-t-0010' ? 'GM/T 0010' : 'RFC 5652',
  });
}

/**
 * Prepares, signs and embeds in one call; with a stamper the signature has a time-stamp inside (B-T).
 * @throws PdfError, CmsError, DerError; what the stamper throws
 */
export async function signPdf(
  document: Uint8Array,
  request: SignatureRequest & { readonly form: Exclude<SignatureRequest['form'], 'time-stamp'> },
  by: PdfSigner,
  stamper?: Stamper,
): Promise<Uint8Array> {
  const prepared = prepareSignature(document, request);
  const cms = await signPrepared(prepared, request.form, by);
  return embedSignature(prepared, stamper === undefined ? cms : await stampedCms(cms, stamper));
}

/** The CMS with a time-stamp over its signature. */
export async function stampedCms(cms: Uint8Array, stamper: Stamper): Promise<Uint8Array> {
  return withTimeStamp(cms, timeStampTokenOf(await stamper(signatureOctetsOf(cms))));
}

/**
 * Adds a time-stamp over the whole document (ISO 32000-2 12.8.5): with validation data before it, B-LTA; time for what
 * was signed while no authority answered.
 */
export async function stampPdf(document: Uint8Array, field: string, stamper: Stamper): Promise<Uint8Array> {
  const prepared = prepareSignature(document, { form: 'time-stamp', field });
  return embedSignature(prepared, timeStampTokenOf(await stamper(...signedBytes(prepared))));
}
