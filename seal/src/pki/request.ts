import { CertificationRequest, CertificationRequestInfo, Attributes } from '@peculiar/asn1-csr';
import { AsnConvert } from '@peculiar/asn1-schema';
import { SubjectPublicKeyInfo } from '@peculiar/asn1-x509';
import { bitsOf, constructed, membersOf, readDer, smallIntegerOf, TAG } from '../asn1/index.js';
import {
  certificateKeyOfSpki,
  certificateSpkiOf,
  verifySignatureValue,
  type CertificateKey,
  type SignatureScheme,
} from '../crypto/certificate-key.js';
import type { CryptoProvider } from '../crypto/provider.js';
import type { Activation, CertificateSigner } from '../signer/signer.js';
import {
  algorithmOf,
  distinguishedNameOf,
  keyAlgorithmOf,
  nameOf,
  signatureSchemeOf,
  type DistinguishedName,
} from '../x509/index.js';
import { PkiError } from './error.js';
import { nameFor } from './name.js';
import { signatureAlgorithm, signStructure } from './sign.js';

/** What a request asks for; the requester holds the private key of `key`. */
export interface OpenedRequest {
  readonly subject: DistinguishedName;
  readonly key: CertificateKey;
}

/** A PKCS#10 request (RFC 2986), signed by the key it is about. @returns DER */
export async function createRequest(request: {
  readonly signer: CertificateSigner;
  readonly subject: DistinguishedName;
  readonly activation: Activation;
}): Promise<Uint8Array> {
  const { signer } = request;
  const certificationRequestInfo = new CertificationRequestInfo({
    version: 0,
    subject: nameFor(request.subject),
    subjectPKInfo: AsnConvert.parse(certificateSpkiOf(signer.key), SubjectPublicKeyInfo),
    attributes: new Attributes(),
  });
  const signature = await signStructure(
    signer,
    AsnConvert.serialize(certificationRequestInfo),
    request.activation,
  );
  return new Uint8Array(
    AsnConvert.serialize(
      new CertificationRequest({
        certificationRequestInfo,
        signatureAlgorithm: signatureAlgorithm(signer.key),
        signature,
      }),
    ),
  );
}

/**
 * Opens a PKCS#10 request and checks the proof of possession. Attributes (requested extensions) are refused: the profile
 * decides, not the requester.
 * @throws PkiError REQUEST_FORMAT, REQUEST_ALG, REQUEST_SIGNATURE
 */
export function openRequest(der: Uint8Array, provider: CryptoProvider): OpenedRequest {
  const { info, subject, key, scheme, signature } = parse(der);
  if (key === undefined || scheme === undefined || keyAlgorithmOf(scheme) !== key.algorithm)
    throw new PkiError('REQUEST_ALG');
  if (!verifySignatureValue(provider, key, scheme, info, signature)) throw new PkiError('REQUEST_SIGNATURE');
  return { subject, key };
}

function parse(der: Uint8Array): {
  info: Uint8Array;
  subject: DistinguishedName;
  key: CertificateKey | undefined;
  scheme: SignatureScheme | undefined;
  signature: Uint8Array;
} {
  try {
    const outer = membersOf(readDer(der));
    const info = outer.next(TAG.sequence);
    const scheme = signatureSchemeOf(algorithmOf(outer.next(TAG.sequence)));
    const signature = bitsOf(outer.next(TAG.bitString));
    outer.end();
    const members = membersOf(info);
    const version = smallIntegerOf(members.next(TAG.integer));
    const subject = distinguishedNameOf(nameOf(members.next(TAG.sequence)));
    const key = certificateKeyOfSpki(members.next(TAG.sequence).encoded);
    const attributes = members.optional(constructed(0));
    members.end();
    if (version !== 0 || subject === undefined || (attributes?.content.length ?? 0) !== 0)
      throw new Error('request');
    return { info: info.encoded, subject, key, scheme, signature };
  } catch {
    throw new PkiError('REQUEST_FORMAT');
  }
}
