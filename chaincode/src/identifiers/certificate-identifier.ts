import { parseUscc } from './uscc.js';

export type CertificateIdentifierCode = 'CERTIFICATE_ID_FORM' | 'CERTIFICATE_ID_CHECK';
export type CertificateIdentifierWarning =
  'CERTIFICATE_ID_TYPE_AUTHORITY_USCC' | 'CERTIFICATE_ID_ISSUER_USCC';

export interface CertificateIdentifier {
  readonly ok: true;
  readonly identifier: string;
  /** 21 characters: the defining authority's USCC and three digits. */
  readonly type: string;
  readonly authority: string;
  /** USCC of the issuing body. */
  readonly issuer: string;
  readonly serial: string;
  /** Three digits. */
  readonly version: string;
  /** A USCC inside that fails its own check: seen in real identifiers, so it does not make this one invalid. */
  readonly warnings: readonly CertificateIdentifierWarning[];
}

/**
 * Reads an e-certificate identifier (电子证照标识, GB/T 36904):
 * `1.2.156.3005.2.{type}.{issuer}.{serial}.{version}.{check}`. A wrong check character is `CERTIFICATE_ID_CHECK`, a
 * reason of its own: some systems in use compute it wrongly, so it does not show a forgery.
 */
export function parseCertificateIdentifier(
  text: string,
): CertificateIdentifier | { readonly ok: false; readonly code: CertificateIdentifierCode } {
  const identifier = text.trim();
  const match = FORM.exec(identifier);
  if (match === null) return { ok: false, code: 'CERTIFICATE_ID_FORM' };
  const [, type = '', issuer = '', serial = '', version = '', check = ''] = match;
  if (certificateCheckCharacter(type + issuer + serial + version) !== check)
    return { ok: false, code: 'CERTIFICATE_ID_CHECK' };
  const authority = type.slice(0, 18);
  const warnings: CertificateIdentifierWarning[] = [];
  if (!parseUscc(authority).ok) warnings.push('CERTIFICATE_ID_TYPE_AUTHORITY_USCC');
  if (!parseUscc(issuer).ok) warnings.push('CERTIFICATE_ID_ISSUER_USCC');
  return { ok: true, identifier, type, authority, issuer, serial, version, warnings };
}

/**
 * The check character of GB/T 17710 (ISO 7064 MOD 37,36) over type, issuer, serial and version without dots.
 * @throws RangeError for a character that is not a digit or an upper-case letter.
 */
export function certificateCheckCharacter(text: string): string {
  let product = 36;
  for (const character of text) {
    const value = ALPHANUMERIC.indexOf(character);
    if (value < 0) throw new RangeError('character outside the alphabet');
    product = (product + value) % 36 || 36;
    product = (product * 2) % 37;
  }
  return ALPHANUMERIC.charAt((37 - product) % 36);
}

const ALPHANUMERIC = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const FORM =
  /^1\.2\.156\.3005\.2\.([0-9A-Z]{18}\d{3})\.([0-9A-Z]{18})\.([0-9A-Z]{1,32})\.(\d{3})\.([0-9A-Z])$/;
