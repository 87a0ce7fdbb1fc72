import { AsnConvert } from '@peculiar/asn1-schema';
import {
  CertificateList,
  CRLNumber,
  CRLReason,
  InvalidityDate,
  Name,
  RevokedCertificate,
  TBSCertList,
  Time,
  Version,
} from '@peculiar/asn1-x509';
import { fromHex } from '@renxin/chaincode/canonical';
import type { CryptoProvider } from '../crypto/provider.js';
import type { Activation } from '../signer/signer.js';
import { CRL_NUMBER, CRL_REASON, INVALIDITY_DATE } from '../asn1/oids.js';
import { readIssuer, type Issuer } from './certificate.js';
import { PkiError } from './error.js';
import { authorityKeyExtension, extension, keyIdentifier } from './extensions.js';
import { arrayBuffer, signatureAlgorithm, signStructure } from './sign.js';

/** RFC 5280 5.3.1. */
export const REVOCATION_REASON = {
  unspecified: 0,
  keyCompromise: 1,
  caCompromise: 2,
  affiliationChanged: 3,
  superseded: 4,
  cessationOfOperation: 5,
  certificateHold: 6,
  privilegeWithdrawn: 9,
} as const;

export type RevocationReason = keyof typeof REVOCATION_REASON;

export interface RevokedEntry {
  /** Lower-case hexadecimal, as `readCertificate(...).serial`. */
  readonly serial: string;
  readonly at: Date;
  readonly reason: RevocationReason;
  /** Since when the key may have been in other hands, when that is known to be earlier. */
  readonly invalidSince?: Date;
}

/**
 * A complete version 2 CRL of `issuer` (RFC 5280 section 5). `number` rises with every list. @returns DER
 * @throws PkiError SIGNER_KEY_MISMATCH, ISSUER_NOT_CA, CRL_PERIOD, REVOCATION_SERIAL, REVOCATION_TWICE
 */
export async function issueCrl(list: {
  readonly issuer: Issuer;
  readonly number: number;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
  readonly revoked: readonly RevokedEntry[];
  readonly activation: Activation;
  readonly provider: CryptoProvider;
}): Promise<Uint8Array> {
  const issuer = readIssuer(list.issuer);
  const { signer } = list.issuer;
  if (!(list.thisUpdate < list.nextUpdate)) throw new PkiError('CRL_PERIOD');
  if (new Set(list.revoked.map((entry) => entry.serial)).size !== list.revoked.length)
    throw new PkiError('REVOCATION_TWICE');
  const algorithm = signatureAlgorithm(signer.key);
  const tbsCertList = new TBSCertList({
    version: Version.v2,
    signature: algorithm,
    issuer: AsnConvert.parse(issuer.subject, Name),
    thisUpdate: new Time(wholeSeconds(list.thisUpdate)),
    nextUpdate: new Time(wholeSeconds(list.nextUpdate)),
    crlExtensions: [
      authorityKeyExtension(issuer.subjectKeyIdentifier ?? keyIdentifier(list.provider, signer.key)),
      extension(CRL_NUMBER, false, new CRLNumber(list.number)),
    ],
  });
  if (list.revoked.length > 0) tbsCertList.revokedCertificates = list.revoked.map(revokedCertificate);
  const signature = await signStructure(signer, AsnConvert.serialize(tbsCertList), list.activation);
  return new Uint8Array(
    AsnConvert.serialize(new CertificateList({ tbsCertList, signatureAlgorithm: algorithm, signature })),
  );
}

function revokedCertificate(entry: RevokedEntry): RevokedCertificate {
  const extensions = [
    ...(entry.reason === 'unspecified'
      ? []
      : [extension(CRL_REASON, false, new CRLReason(REVOCATION_REASON[entry.reason]))]),
    ...(entry.invalidSince === undefined
      ? []
      : [extension(INVALIDITY_DATE, false, new InvalidityDate(wholeSeconds(entry.invalidSince)))]),
  ];
  const revoked = new RevokedCertificate({
    userCertificate: arrayBuffer(serialOctets(entry.serial)),
    revocationDate: new Time(wholeSeconds(entry.at)),
  });
  if (extensions.length > 0) revoked.crlEntryExtensions = extensions;
  return revoked;
}

function serialOctets(serial: string): Uint8Array {
  const octets = serial.startsWith('00') ? undefined : fromHex(serial);
  if (octets === undefined || octets.length === 0 || octets.length > 20)
    throw new PkiError('REVOCATION_SERIAL');
  return (octets[0] ?? 0) < 0x80 ? octets : Uint8Array.from([0, ...octets]);
}

function wholeSeconds(time: Date): Date {
  return new Date(Math.floor(time.getTime() / 1000) * 1000);
}
