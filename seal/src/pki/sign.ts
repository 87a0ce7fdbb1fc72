import { AlgorithmIdentifier } from '@peculiar/asn1-x509';
import type { PublicKey } from '@renxin/chaincode/messages';
import { signatureToDer } from '../crypto/der.js';
import type { Activation, Signer } from '../signer/signer.js';
import { SUITE } from '../x509/index.js';

/** AlgorithmIdentifier of a key's signatures, without parameters (RFC 5758 3.2; SM2 with SM3 likewise). */
export function signatureAlgorithm(key: PublicKey): AlgorithmIdentifier {
  return new AlgorithmIdentifier({ algorithm: SUITE[key.algorithm].signatureOid });
}

/** The signature over `tbs` in the form of X.509: DER of SEQUENCE { r, s }. */
export async function signStructure(
  signer: Signer,
  tbs: ArrayBuffer,
  activation: Activation,
): Promise<ArrayBuffer> {
  const signature = await signer.sign({
    algorithm: signer.key.algorithm,
    message: new Uint8Array(tbs),
    activation,
  });
  return arrayBuffer(signatureToDer(signature));
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
