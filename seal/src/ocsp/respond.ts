import { constructed, DerError, primitive, TAG } from '../asn1/index.js';
import { ID_OCSP_BASIC } from '../asn1/oids.js';
import {
  bitString,
  explicit,
  generalizedTime,
  integer,
  octetString,
  oid,
  sequence,
  tagged,
} from '../asn1/write.js';
import { sameKey, signatureValueOf } from '../crypto/certificate-key.js';
import type { CryptoProvider } from '../crypto/provider.js';
import { PkiError } from '../pki/error.js';
import { REVOCATION_REASON, type RevocationReason } from '../pki/revocation-list.js';
import type { Activation, CertificateSigner } from '../signer/signer.js';
import { readCertificate, signatureIdentifier } from '../x509/index.js';
import { namesIssuer, type CertificateId } from './certificate-id.js';
import { nonceExtensions, readOcspRequest, type OcspRequest } from './request.js';
import { unsuccessfulResponse } from './response.js';

/** What an authority knows of one of its serial numbers. */
export type CertificateStatus =
  | { readonly status: 'good' }
  | { readonly status: 'revoked'; readonly at: Date; readonly reason: RevocationReason }
  | { readonly status: 'unknown' };

export interface OcspResponder {
  /** DER of the authority's certificate. */
  readonly issuer: Uint8Array;
  readonly signer: CertificateSigner;
  /** DER; profile `ocsp-responder`, issued by the authority itself, or the authority's own certificate. */
  readonly certificate: Uint8Array;
  /** By serial number in lower-case hexadecimal. */
  readonly statusOf: (serial: string) => Promise<CertificateStatus>;
  readonly now: Date;
  /** How long the answer holds, in milliseconds. */
  readonly validFor: number;
  readonly activation: Activation;
  readonly provider: CryptoProvider;
}

/**
 * Answers an OCSPRequest (DER) with an OCSPResponse (DER): the status of each certificate asked for, or why there is no
 * answer: `malformedRequest`, or `unauthorized` for an issuer that is another's (RFC 6960 2.3). A number that the authority
 * never gave is `unknown`.
 * @throws PkiError SIGNER_KEY_MISMATCH; what the signer and the store throw
 */
export async function respondOcsp(request: Uint8Array, responder: OcspResponder): Promise<Uint8Array> {
  const certificate = readCertificate(responder.certificate);
  if (!sameKey(certificate.key, responder.signer.key)) throw new PkiError('SIGNER_KEY_MISMATCH');
  const issuer = readCertificate(responder.issuer);
  const parsed = parse(request);
  if (parsed === undefined) return unsuccessfulResponse('malformedRequest');
  if (!parsed.asked.every((id) => namesIssuer(id, issuer, responder.provider)))
    return unsuccessfulResponse('unauthorized');
  const now = wholeSeconds(responder.now);
  const singles = [];
  for (const id of parsed.asked)
    singles.push(single(id, await responder.statusOf(id.serial), now, responder));
  const tbs = sequence(
    explicit(1, certificate.subject),
    generalizedTime(now),
    sequence(...singles),
    ...(parsed.nonce === undefined ? [] : [explicit(1, nonceExtensions(parsed.nonce))]),
  );
  const { signer, activation } = responder;
  const signature = await signer.sign({ algorithm: signer.key.algorithm, message: tbs, activation });
  const isIssuer = certificate.der.length === issuer.der.length && sameKey(certificate.key, issuer.key);
  const basic = sequence(
    tbs,
    signatureIdentifier(signer.key.algorithm),
    bitString(signatureValueOf(signer.key, signature)),
    ...(isIssuer ? [] : [explicit(0, sequence(certificate.der))]),
  );
  return sequence(integer(0, TAG.enumerated), explicit(0, sequence(oid(ID_OCSP_BASIC), octetString(basic))));
}

function parse(der: Uint8Array): OcspRequest | undefined {
  try {
    return readOcspRequest(der);
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}

function single(
  id: CertificateId,
  known: CertificateStatus,
  now: Date,
  { validFor }: OcspResponder,
): Uint8Array {
  return sequence(
    id.encoded,
    status(known),
    generalizedTime(now),
    explicit(0, generalizedTime(wholeSeconds(new Date(now.getTime() + validFor)))),
  );
}

function status(known: CertificateStatus): Uint8Array {
  if (known.status === 'good') return tagged(primitive(0));
  if (known.status === 'unknown') return tagged(primitive(2));
  const reason =
    known.reason === 'unspecified'
      ? []
      : [explicit(0, integer(REVOCATION_REASON[known.reason], TAG.enumerated))];
  return tagged(constructed(1), generalizedTime(wholeSeconds(known.at)), ...reason);
}

function wholeSeconds(time: Date): Date {
  return new Date(Math.floor(time.getTime() / 1000) * 1000);
}
