import type { BitString, OctetString } from 'asn1js';
import * as pkijs from 'pkijs';
import { webcrypto } from 'node:crypto';
import { certificateKeyOfSpki, verifySignatureValue } from '../../src/crypto/index.js';
import type { ChainInput } from '../../src/verify/index.js';

/** What pkijs says about a chain: another implementation of the path algorithm, over the same cryptography. */
export async function opinionOfPkijs(input: ChainInput): Promise<boolean> {
  const engine = new SuitesEngine(input);
  const roots = (input.roots ?? []).map((der) => pkijs.Certificate.fromBER(copy(der)));
  const chain = new pkijs.CertificateChainValidationEngine({
    trustedCerts: roots,
    certs: [...input.intermediates, input.leaf].map((der) => pkijs.Certificate.fromBER(copy(der))),
    crls: input.crls.map((der) => pkijs.CertificateRevocationList.fromBER(copy(der))),
    checkDate: input.at,
  });
  const { result } = await chain.verify({}, engine);
  return result;
}

/** pkijs knows neither SM2 nor SM3: signatures are verified by the provider that is handed in. */
class SuitesEngine extends pkijs.CryptoEngine {
  readonly #provider: ChainInput['provider'];

  constructor({ provider }: ChainInput) {
    super({ name: 'suites', crypto: webcrypto as unknown as Crypto });
    this.#provider = provider;
  }

  override async verifyWithPublicKey(
    data: BufferSource,
    signature: BitString | OctetString,
    publicKeyInfo: pkijs.PublicKeyInfo,
  ): Promise<boolean> {
    const key = certificateKeyOfSpki(new Uint8Array(publicKeyInfo.toSchema().toBER()));
    if (key === undefined) return false;
    const message = ArrayBuffer.isView(data)
      ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
      : new Uint8Array(data);
    const value = new Uint8Array(signature.valueBlock.valueHexView);
    return verifySignatureValue(this.#provider, key, key.algorithm, message, value);
  }
}

function copy(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}
