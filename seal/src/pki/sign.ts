import { AsnConvert } from '@peculiar/asn1-schema';
import { AlgorithmIdentifier } from '@peculiar/asn1-x509';
import { signatureValueOf, type CertificateKey } from '../crypto/certificate-key.js';
import type { Activation, CertificateSigner } from '../signer/signer.js';
import { signatureIdentifier } from '../x509/index.js';

/** AlgorithmIdentifier of a key's signatures (RFC 5758 3.2, RFC 4055 5; SM2 with SM3 without parameters likewise). */
export function signatureAlgorithm(key: CertificateKey): AlgorithmIdentifier {
  return AsnConvert.parse(signatureIdentifier(key.algorithm), AlgorithmIdentifier);
}

/** The signature over `tbs` in the form of X.509. */
export async function signStructure(
  signer: CertificateSigner,
  tbs: ArrayBuffer,
  activation: Activation,
): Promise<ArrayBuffer> {
  const signature = await signer.sign({
    algorithm: signer.key.algorithm,
    message: new Uint8Array(tbs),
    activation,
  });
  return arrayBuffer(signatureValueOf(signer.key, signature));
}

export function arrayBuffer(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}

/** A named bit list without trailing zero bits (X.690 11.2.2), and how many bits of its last octet are unused. */
export function namedBits(set: readonly number[]): { octets: ArrayBuffer; unused: number } {
  const highest = Math.max(...set);
  const octets = new Uint8Array((highest >> 3) + 1);
  for (const bit of set) octets[bit >> 3] = (octets[bit >> 3] ?? 0) | (0x80 >> (bit & 7));
  return { octets: arrayBuffer(octets), unused: 7 - (highest & 7) };
}
