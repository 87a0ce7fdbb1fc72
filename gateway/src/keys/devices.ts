import { pkcs11Signer, SignerError, type CertificateSigner } from '@renxin/seal/signer';
import { readFile } from 'node:fs/promises';
import type { PlacedKey } from './key-ring.js';
import { kindOf } from './kinds.js';
import { KeySettingsError, type KeySettings, type KeySettingsCode } from './settings.js';

/**
 * Opens every key of the settings in its device; each is asked to sign once, so that a start does not succeed with a key
 * that cannot.
 * @throws KeySettingsError
 */
export async function openPlacedKeys({
  devices,
  keys,
}: Pick<KeySettings, 'devices' | 'keys'>): Promise<ReadonlyMap<string, PlacedKey>> {
  const opened = new Map<string, PlacedKey>();
  try {
    for (const [name, { device, label }] of Object.entries(keys)) {
      const found = devices[device];
      if (found === undefined) throw new KeySettingsError('KEYS_DEVICE_UNKNOWN', name);
      opened.set(name, await openKey(name, device, found, label));
    }
  } catch (error) {
    closePlacedKeys(opened);
    throw error;
  }
  return opened;
}

export function closePlacedKeys(keys: ReadonlyMap<string, PlacedKey>): void {
  for (const { close } of keys.values()) close();
}

async function openKey(
  name: string,
  device: string,
  { module, token, pinFile, sm2Mechanism }: KeySettings['devices'][string],
  label: string,
): Promise<PlacedKey> {
  const pin = await readFile(pinFile, 'utf8').catch((cause: unknown) => {
    throw new KeySettingsError('PIN_FILE_MISSING', device, { cause });
  });
  const signer = await pkcs11Signer({
    module,
    token,
    pin: pin.replace(/\r?\n$/, ''),
    key: label,
    ...(sm2Mechanism !== undefined && { sm2Mechanism }),
  }).catch((error: unknown) => {
    throw asSettingsError(error, name);
  });
  const placed = { signer, device, token, label, close: () => signer.close() };
  try {
    if (kindOf(name)?.algorithms.includes(signer.key.algorithm) !== true)
      throw new KeySettingsError('KEY_ALGORITHM', name);
    await trySigning(name, signer);
    return placed;
  } catch (error) {
    placed.close();
    throw error;
  }
}

/** Over words that no format begins with; what comes out is verified by the signer and thrown away. */
async function trySigning(name: string, signer: CertificateSigner): Promise<void> {
  const message = new TextEncoder().encode('renxin: a key is tried at the start');
  const activation = { id: 'key-test', method: 'unattended' as const, at: new Date().toISOString() };
  try {
    await signer.sign({ algorithm: signer.key.algorithm, message, activation });
  } catch (error) {
    throw asSettingsError(error, name);
  }
}

function asSettingsError(error: unknown, name: string): unknown {
  if (!(error instanceof SignerError)) return error;
  return new KeySettingsError(error.code as KeySettingsCode, name, { cause: error });
}
