import { sha1 } from '@noble/hashes/legacy.js';
import { sameBytes } from '../asn1/index.js';
import { KP_OCSP_SIGNING } from '../asn1/oids.js';
import { publicKeyBits, verifySignatureValue } from '../crypto/certificate-key.js';
import type { CryptoProvider } from '../crypto/provider.js';
import type { OcspResponse } from '../ocsp/response.js';
import { KEY_USAGE_BIT, keyAlgorithmOf, keysMatch, type Certificate } from '../x509/index.js';

export type ResponderFault = 'OCSP_ALG' | 'OCSP_RESPONDER' | 'OCSP_SIGNATURE';

/**
 * Whether a response is signed by who may (RFC 6960 4.2.2.2): the issuer itself, or whom it named for that with a
 * certificate of its own issuing: extKeyUsage OCSPSigning, in its period when the response was made, and either marked
 * id-pkix-ocsp-nocheck or not revoked by `isRevoked`. Nobody else, whatever the reader's trust.
 */
export function responderFault(
  response: OcspResponse,
  issuer: Certificate,
  isGood: (responder: Certificate) => boolean,
  provider: CryptoProvider,
): ResponderFault | undefined {
  const { signedWith, tbs, signature } = response;
  if (signedWith === undefined) return 'OCSP_ALG';
  const candidates = [issuer, ...response.certificates].filter((each) => isNamed(response, each));
  const responders = candidates.filter(
    (each) =>
      sameBytes(each.der, issuer.der) || isDelegated(each, response.producedAt, issuer, isGood, provider),
  );
  if (responders.length === 0) return 'OCSP_RESPONDER';
  const signs = ({ key }: Certificate): boolean =>
    key !== undefined &&
    key.algorithm === keyAlgorithmOf(signedWith) &&
    verifySignatureValue(provider, key, signedWith, tbs, signature);
  return responders.some(signs) ? undefined : 'OCSP_SIGNATURE';
}

function isNamed({ responder }: OcspResponse, certificate: Certificate): boolean {
  if ('name' in responder) return sameBytes(responder.name, certificate.subject);
  return certificate.key !== undefined && sameBytes(responder.keySha1, sha1(publicKeyBits(certificate.key)));
}

function isDelegated(
  responder: Certificate,
  at: number,
  issuer: Certificate,
  isGood: (responder: Certificate) => boolean,
  provider: CryptoProvider,
): boolean {
  const { extendedKeyUsage, keyUsage, unsupported, signedWith, tbs, signature, ca } = responder;
  const allowed =
    !ca &&
    unsupported.length === 0 &&
    (extendedKeyUsage?.purposes.includes(KP_OCSP_SIGNING) ?? false) &&
    (keyUsage?.has(KEY_USAGE_BIT.digitalSignature) ?? true) &&
    at >= responder.notBefore &&
    at < responder.notAfter + 1000;
  if (!allowed || signedWith === undefined || issuer.key?.algorithm !== keyAlgorithmOf(signedWith))
    return false;
  if (!sameBytes(responder.issuer, issuer.subject) || !keysMatch(issuer, responder)) return false;
  if (!verifySignatureValue(provider, issuer.key, signedWith, tbs, signature)) return false;
  return responder.ocspNoCheck || isGood(responder);
}
