import { publicKey, word } from '@renxin/chaincode/messages';
import { readFile } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { faultsOf, type Fault } from '../problem/faults.js';
import { kindOf } from './kinds.js';

const path = z.string().refine(isAbsolute);
const name = z.string().regex(/^[a-z0-9-]{1,64}$/);

/** Which keys sit where: docs/operations/keys.md. No secrets: a PIN is the content of another file. */
export const keySettings = z.strictObject({
  schema: z.literal(1),
  devices: z.record(
    name,
    z.strictObject({
      kind: z.literal('pkcs11'),
      /** Of the device's library. */
      module: path,
      /** Its label. */
      token: z.string().min(1).max(64),
      pinFile: path,
      /** The number of the vendor's mechanism for SM2; not tried on any device. */
      sm2Mechanism: z.exactOptional(z.int().min(0).max(0xffffffff)),
    }),
  ),
  /** The keys that are not in the key ring, each by its device and its label there. */
  keys: z.record(name, z.strictObject({ device: name, label: z.string().min(1).max(128) })),
  /** Who confirms the making of official seals, two at a time, each by a key of their own. */
  officers: z.exactOptional(z.record(word, publicKey)),
});

export type KeySettings = z.infer<typeof keySettings>;

export type KeySettingsCode =
  | 'KEYS_FILE_MISSING'
  | 'KEYS_FILE_INVALID'
  | 'KEYS_DEVICE_UNKNOWN'
  | 'KEY_NAME_UNKNOWN'
  | 'KEY_ALGORITHM'
  | 'KEY_OTHER_CERTIFICATE'
  | 'KEY_NOT_REGISTERED'
  | 'PIN_FILE_MISSING'
  | 'PKCS11_NOT_INSTALLED'
  | 'PKCS11_MODULE'
  | 'PKCS11_TOKEN'
  | 'PKCS11_PIN'
  | 'PKCS11_KEY'
  | 'PKCS11_MECHANISM'
  | 'SIGNER_KEY_UNSUPPORTED'
  | 'SIGNER_FAULT';

/** The settings of keys do not hold: nothing starts. `about` names the key, device or member, never a value. */
export class KeySettingsError extends Error {
  readonly code: KeySettingsCode;
  readonly about: string;
  constructor(code: KeySettingsCode, about: string, options?: ErrorOptions) {
    super(`${code} (${about})`, options);
    this.name = 'KeySettingsError';
    this.code = code;
    this.about = about;
  }
}

/** @throws KeySettingsError KEYS_FILE_MISSING, KEYS_FILE_INVALID, KEYS_DEVICE_UNKNOWN, KEY_NAME_UNKNOWN */
export async function readKeySettings(file: string): Promise<KeySettings> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new KeySettingsError('KEYS_FILE_MISSING', 'RENXIN_KEYS', { cause });
  });
  const value = jsonOf(text);
  const parsed = keySettings.safeParse(value);
  if (!parsed.success)
    throw new KeySettingsError('KEYS_FILE_INVALID', pointers(faultsOf(parsed.error, value)));
  for (const [key, { device }] of Object.entries(parsed.data.keys)) {
    if (kindOf(key) === undefined) throw new KeySettingsError('KEY_NAME_UNKNOWN', key);
    if (!Object.hasOwn(parsed.data.devices, device)) throw new KeySettingsError('KEYS_DEVICE_UNKNOWN', key);
  }
  return parsed.data;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new KeySettingsError('KEYS_FILE_INVALID', 'not JSON', { cause });
  }
}

function pointers(faults: readonly Fault[]): string {
  return faults.map(({ pointer, code }) => `${pointer === '' ? '/' : pointer} ${code}`).join(', ');
}
