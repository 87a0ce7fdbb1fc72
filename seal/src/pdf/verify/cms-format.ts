import { DerError } from '../../asn1/index.js';
import { readEmbeddedCms, type EmbeddedFormat } from '../../verify/embedded-format.js';
import type { Certificate } from '../../x509/index.js';

/**
 * Reads Contents: one DER value, and nothing but zeros behind it (ISO 32000-2 12.8.3.3).
 * @throws DerError NOT_DER, FORMAT
 */
export function readEmbedded(contents: Uint8Array): EmbeddedFormat {
  return readEmbeddedCms(cmsIn(contents));
}

/** The DER value at the beginning of Contents. @throws DerError NOT_DER when anything but zeros follows */
export function cmsIn(contents: Uint8Array): Uint8Array {
  const first = contents[1] ?? 0;
  const count = first < 0x80 ? 0 : first & 0x7f;
  let length = first;
  if (count > 0) length = contents.subarray(2, 2 + count).reduce((sum, byte) => sum * 256 + byte, 0);
  const end = 2 + count + length;
  if (count > 4 || end > contents.length || contents.subarray(end).some((byte) => byte !== 0))
    throw new DerError('NOT_DER', 'bytes after the value');
  return contents.subarray(0, end);
}

/** The signer's certificate that a CMS carries. @throws DerError NOT_DER, FORMAT */
export function signerCertificateOf(cms: Uint8Array): Certificate {
  return readEmbedded(cms).leaf;
}
