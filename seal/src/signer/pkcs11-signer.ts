import { toBase64url } from '@renxin/chaincode/canonical';
import type { PublicKey } from '@renxin/chaincode/messages';
import { octetsOf, readDer, sameBytes } from '../asn1/index.js';
import { CURVE_P256, CURVE_SM2 } from '../asn1/oids.js';
import { oid } from '../asn1/write.js';
import { isOnCurve, za, type CertificateKey, type RsaKey } from '../crypto/index.js';
import { nativeProvider } from '../crypto/native.js';
import { pointOf } from '../crypto/sm2.js';
import { rsaNumbers } from '../crypto/rsa.js';
import { CK, loadModule, type Pkcs11 } from './pkcs11-module.js';
import { SignerError } from './signer-error.js';
import type { CertificateSigner } from './signer.js';

export interface Pkcs11Options {
  /** Path of the device's library. */
  readonly module: string;
  /** Label of the token. */
  readonly token: string;
  readonly pin: string;
  /** Label (CKA_LABEL) of the private and of the public key. */
  readonly key: string;
  /**
   * The vendor's mechanism that signs a digest e = SM3(Z || M) with SM2 and gives r || s. PKCS#11 has none of its own. Not
   * tried on a device.
   */
  readonly sm2Mechanism?: number;
}

/**
 * A signer over a key in a PKCS#11 device: P-256, RSA, and SM2 where the vendor's mechanism is configured. What the device
 * gives is verified before it leaves.
 * @throws SignerError PKCS11_NOT_INSTALLED, PKCS11_MODULE, PKCS11_TOKEN, PKCS11_PIN, PKCS11_KEY, PKCS11_MECHANISM, SIGNER_KEY_UNSUPPORTED;
 *   `sign` SIGNER_ALGORITHM_MISMATCH, SIGNER_FAULT
 */
export async function pkcs11Signer(options: Pkcs11Options): Promise<CertificateSigner & { close(): void }> {
  const device = await loadModule(options.module);
  const slot = slotOf(device, options);
  const session = openSession(device, slot, options);
  const [secret, open] = [CK.PRIVATE_KEY, CK.PUBLIC_KEY].map((kind) =>
    find(device, session, kind, options.key),
  );
  if (secret === undefined || open === undefined) throw closing(device, session, 'PKCS11_KEY');
  const key = publicKeyOf(device, session, open);
  if (key === undefined || (key.algorithm === 'SM2' && options.sm2Mechanism === undefined))
    throw closing(device, session, 'SIGNER_KEY_UNSUPPORTED');
  const mechanism =
    key.algorithm === 'RSA'
      ? CK.SHA256_RSA_PKCS
      : key.algorithm === 'P-256'
        ? CK.ECDSA
        : (options.sm2Mechanism ?? 0);
  if (!device.C_GetMechanismList(slot).includes(mechanism))
    throw closing(device, session, 'PKCS11_MECHANISM');
  return {
    key,
    sign: async (request) => {
      if (request.algorithm !== key.algorithm) throw new SignerError('SIGNER_ALGORITHM_MISMATCH');
      const signature = signOnce(device, session, mechanism, secret, inputOf(key, request.message));
      if (!holds(key, request.message, signature)) throw new SignerError('SIGNER_FAULT');
      return signature;
    },
    close: () => device.C_CloseSession(session),
  };
}

function slotOf(device: Pkcs11, { token }: Pkcs11Options): Buffer {
  const slot = device
    .C_GetSlotList(true)
    .find((each) => device.C_GetTokenInfo(each).label.replace(/[ \0]+$/, '') === token);
  if (slot === undefined) throw new SignerError('PKCS11_TOKEN');
  return slot;
}

function openSession(device: Pkcs11, slot: Buffer, { pin }: Pkcs11Options): Buffer {
  const session = device.C_OpenSession(slot, CK.SERIAL_SESSION);
  try {
    device.C_Login(session, CK.USER, pin);
  } catch (error) {
    // Somebody in this process has logged in to the same token already.
    if ((error as { code?: unknown }).code !== CK.ALREADY_LOGGED_IN)
      throw closing(device, session, 'PKCS11_PIN');
  }
  return session;
}

/** The one object of this kind and label; undefined when there is none, or more than one. */
function find(device: Pkcs11, session: Buffer, kind: number, label: string): Buffer | undefined {
  device.C_FindObjectsInit(session, [
    { type: CK.CLASS, value: kind },
    { type: CK.LABEL, value: label },
  ]);
  try {
    const [only, another] = device.C_FindObjects(session, 2);
    return another === undefined ? only : undefined;
  } finally {
    device.C_FindObjectsFinal(session);
  }
}

function publicKeyOf(device: Pkcs11, session: Buffer, object: Buffer): CertificateKey | undefined {
  const read = (...types: number[]): Uint8Array[] =>
    device
      .C_GetAttributeValue(
        session,
        object,
        types.map((type) => ({ type })),
      )
      .map(({ value }) => Uint8Array.from(value));
  const kind = Buffer.from(read(CK.KEY_TYPE)[0] ?? []);
  if (kind.length > 0 && kind.readUIntLE(0, Math.min(kind.length, 6)) === CK.RSA) {
    const [modulus = new Uint8Array(), exponent = new Uint8Array()] = read(CK.MODULUS, CK.PUBLIC_EXPONENT);
    const key: RsaKey = {
      algorithm: 'RSA',
      modulus: toBase64url(modulus),
      exponent: exponent.reduce((sum, byte) => sum * 256 + byte, 0),
    };
    return rsaNumbers(key) === undefined ? undefined : key;
  }
  const [curve = new Uint8Array(), point = new Uint8Array()] = read(CK.EC_PARAMS, CK.EC_POINT);
  const algorithm = sameBytes(curve, oid(CURVE_P256))
    ? 'P-256'
    : sameBytes(curve, oid(CURVE_SM2))
      ? 'SM2'
      : undefined;
  if (algorithm === undefined) return undefined;
  const key: PublicKey = { algorithm, point: toBase64url(octetsOf(readDer(point))) };
  return isOnCurve(key) ? key : undefined;
}

/** What the mechanism is given: RSA hashes in the device, the others sign a digest. */
function inputOf(key: CertificateKey, message: Uint8Array): Uint8Array {
  if (key.algorithm === 'RSA') return message;
  if (key.algorithm === 'P-256') return nativeProvider.hash('SHA-256', message);
  return nativeProvider.hash('SM3', za(pointOf(key)), message);
}

function signOnce(
  device: Pkcs11,
  session: Buffer,
  mechanism: number,
  key: Buffer,
  input: Uint8Array,
): Uint8Array {
  try {
    device.C_SignInit(session, { mechanism }, key);
    return Uint8Array.from(device.C_Sign(session, Buffer.from(input), Buffer.alloc(512)));
  } catch (error) {
    throw new SignerError('SIGNER_FAULT', { cause: error });
  }
}

function holds(key: CertificateKey, message: Uint8Array, signature: Uint8Array): boolean {
  return key.algorithm === 'RSA'
    ? nativeProvider.verifyRsa(key, 'PKCS1', message, signature)
    : nativeProvider.verify(key, message, signature);
}

function closing(device: Pkcs11, session: Buffer, code: SignerError['code']): SignerError {
  device.C_CloseSession(session);
  return new SignerError(code);
}
