import { createRequire } from 'node:module';
import { SignerError } from './signer-error.js';

/** Numbers of PKCS#11 2.40 that are used here. */
export const CK = {
  PUBLIC_KEY: 2,
  PRIVATE_KEY: 3,
  CLASS: 0,
  LABEL: 3,
  KEY_TYPE: 0x100,
  MODULUS: 0x120,
  PUBLIC_EXPONENT: 0x122,
  EC_PARAMS: 0x180,
  EC_POINT: 0x181,
  RSA: 0,
  SHA256_RSA_PKCS: 0x40,
  ECDSA: 0x1041,
  SERIAL_SESSION: 4,
  USER: 1,
  ALREADY_LOGGED_IN: 0x100,
  ALREADY_INITIALIZED: 0x191,
} as const;

/**
 * The part of pkcs11js that is used, written out: the package is optional, and this code is compiled where it could not be
 * installed.
 */
export interface Pkcs11 {
  load(path: string): void;
  C_Initialize(): void;
  C_GetSlotList(tokenPresent: boolean): Buffer[];
  C_GetTokenInfo(slot: Buffer): { label: string };
  C_GetMechanismList(slot: Buffer): number[];
  C_OpenSession(slot: Buffer, flags: number): Buffer;
  C_CloseSession(session: Buffer): void;
  C_Login(session: Buffer, user: number, pin: string): void;
  C_FindObjectsInit(session: Buffer, template: { type: number; value: number | string }[]): void;
  C_FindObjects(session: Buffer, most: number): Buffer[];
  C_FindObjectsFinal(session: Buffer): void;
  C_GetAttributeValue(session: Buffer, object: Buffer, template: { type: number }[]): { value: Buffer }[];
  C_SignInit(session: Buffer, mechanism: { mechanism: number }, key: Buffer): void;
  C_Sign(session: Buffer, input: Buffer, output: Buffer): Buffer;
}

const loaded = new Map<string, Pkcs11>();

/** A device's library, initialised once in this process. @throws SignerError PKCS11_NOT_INSTALLED, PKCS11_MODULE */
export async function loadModule(path: string): Promise<Pkcs11> {
  const known = loaded.get(path);
  if (known !== undefined) return known;
  const device = new (binding())();
  try {
    device.load(path);
    device.C_Initialize();
  } catch (error) {
    if ((error as { code?: unknown }).code !== CK.ALREADY_INITIALIZED)
      throw new SignerError('PKCS11_MODULE', { cause: error });
  }
  loaded.set(path, device);
  return device;
}

function binding(): new () => Pkcs11 {
  try {
    // Loaded like this, nothing looks for its types where it is not installed.
    const found = createRequire(import.meta.url)('pkcs11js') as { PKCS11: new () => Pkcs11 };
    return found.PKCS11;
  } catch (error) {
    throw new SignerError('PKCS11_NOT_INSTALLED', { cause: error });
  }
}
