import { registry } from '@renxin/chaincode/contracts';
import { sameKey } from '@renxin/seal/crypto';
import type { KeyUse } from '@renxin/seal/signer';
import type { CryptoThreads } from '@renxin/seal/threads';
import { readCertificate } from '@renxin/seal/verify';
import { readIfThere } from '@renxin/wallets/keystore';
import { join } from 'node:path';
import { z } from 'zod';
import type { Config } from '../config.js';
import { hosted } from '../demonstration/organisations.js';
import { closePlacedKeys, openPlacedKeys } from '../keys/devices.js';
import { KeyBook } from '../keys/key-book.js';
import { KeyRing } from '../keys/key-ring.js';
import { KeyUses } from '../keys/key-uses.js';
import { kindOf } from '../keys/kinds.js';
import { KeySettingsError, readKeySettings, type KeySettings } from '../keys/settings.js';
import { hierarchyPlan, rsaHierarchyPlan } from '../pki/hierarchy.js';
import type { RecordStore } from '../store/index.js';
import type { Base } from './base.js';

/** How often the counts of uses are written, in milliseconds. */
const WRITTEN_EVERY = 10_000;

/** Every key of the platform, wherever it sits. */
export interface HeldKeys {
  readonly keys: KeyRing;
  /** Who confirms the making of official seals. */
  readonly officers: NonNullable<KeySettings['officers']>;
  /** From now on the uses of the keys whose every use is put down stand in this store; before, such a key does not sign. */
  recordIn(store: RecordStore): void;
  close(): Promise<void>;
}

/** @throws KeySettingsError, SealedBytesError PASSPHRASE_WRONG */
export async function heldKeys(
  config: Config,
  directory: string,
  passphrase: string,
  clock: () => Date,
  threads?: CryptoThreads,
): Promise<HeldKeys> {
  const settings = config.keys === undefined ? undefined : await readKeySettings(config.keys);
  const placed = await openPlacedKeys(settings ?? { devices: {}, keys: {} });
  let uses: KeyUses | undefined;
  const record = async (name: string, use: KeyUse): Promise<void> => {
    if (uses === undefined) throw new TypeError('a use before there is a record of uses');
    await uses.record(name, use);
  };
  try {
    const book = await KeyBook.open(join(directory, 'key-book.json'), clock);
    const records = { of: (name: string) => kindOf(name)?.recorded === true, record };
    const keys = await KeyRing.open(join(directory, 'keys.json'), passphrase, {
      placed,
      book,
      records,
      ...(threads !== undefined && { threads }),
    });
    // What could not be written is written the next time, at the latest at the end.
    const timer = setInterval(() => void book.write().catch(() => undefined), WRITTEN_EVERY).unref();
    return {
      keys,
      officers: settings?.officers ?? {},
      recordIn: (store) => void (uses = new KeyUses(store, clock)),
      close: async () => {
        clearInterval(timer);
        closePlacedKeys(placed);
        await book.write();
      },
    };
  } catch (error) {
    closePlacedKeys(placed);
    throw error;
  }
}

/**
 * A key that was put elsewhere after its certificate was issued is another key: nothing that it signs would be believed.
 * Asked before anything else is opened.
 * @throws KeySettingsError KEY_OTHER_CERTIFICATE
 */
export async function requireOwnCertificates(keys: KeyRing, directory: string): Promise<void> {
  for (const [file, names] of certificateFiles) {
    const text = await readIfThere(join(directory, file));
    const kept = text === undefined ? {} : certificates.parse(JSON.parse(text));
    for (const [member, name] of Object.entries(names)) {
      const der = kept[member];
      if (der === undefined) continue;
      const { key } = readCertificate(new Uint8Array(Buffer.from(der, 'base64')));
      if (!sameKey(key, keys.certificateSigner(name).key))
        throw new KeySettingsError('KEY_OTHER_CERTIFICATE', name);
    }
  }
}

const certificates = z.record(z.string(), z.base64());

/** The certificates that the platform keeps, by file and member: the name of the key of each. */
const certificateFiles: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['certificates.json', namesOf(hierarchyPlan)],
  ['certificates-rsa.json', namesOf(rsaHierarchyPlan)],
  ['seal-makers.json', { root: 'seal-makers', maker: 'seal-maker' }],
];

function namesOf(plan: Readonly<Record<string, { readonly name: string }>>): Record<string, string> {
  return Object.fromEntries(Object.entries(plan).map(([member, { name }]) => [member, name]));
}

/** The ledger knows the organisations by the keys that this platform has. @throws KeySettingsError KEY_NOT_REGISTERED */
export async function requireRegistered({ keys, ledger }: Pick<Base, 'keys' | 'ledger'>): Promise<void> {
  for (const { id } of hosted) {
    const { keys: known } = await ledger.evaluate(registry.operations.identifier, { identifier: id });
    if (!sameKey(known.at(-1)?.key, keys.signer(id).key))
      throw new KeySettingsError('KEY_NOT_REGISTERED', id);
  }
}
