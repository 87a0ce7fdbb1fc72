import { readIfThere } from '@renxin/wallets/keystore';
import type { KeyView } from '@renxin/wallets/api';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { loadConfig } from '../config.js';
import { keyAdvice } from '../keys/advice.js';
import { closePlacedKeys, openPlacedKeys } from '../keys/devices.js';
import { inventoryOf } from '../keys/inventory.js';
import { KeyBook } from '../keys/key-book.js';
import { KeyRing } from '../keys/key-ring.js';
import { KeySettingsError, readKeySettings } from '../keys/settings.js';
import { say, usage } from './usage.js';

const certificateFile = z.record(z.string(), z.base64());

/**
 * `renxin keys DIR`: which keys a data directory and the devices of `RENXIN_KEYS` hold, without any secret; every key in a
 * device signs once. 0 listed, 1 a key in a device does not hold, 3 a wrong call.
 */
export async function keysCommand(args: string[]): Promise<number> {
  const asked = parse(args);
  const [directory] = asked?.positionals ?? [];
  if (asked === undefined || directory === undefined || asked.positionals.length !== 1) {
    say(usage, 'error');
    return 3;
  }
  const gateway = join(resolve(directory), 'gateway');
  const passphrase = await readIfThere(join(gateway, 'passphrase'));
  if (passphrase === undefined || (await readIfThere(join(gateway, 'keys.json'))) === undefined) {
    say(`这里没有密钥环 There is no key ring in ${directory}`, 'error');
    return 3;
  }
  try {
    const entries = await listed(gateway, passphrase.trim());
    say(asked.values.json ? JSON.stringify(entries, null, 2) : entries.map(lineOf).join('\n'));
    return 0;
  } catch (error) {
    if (!(error instanceof KeySettingsError)) throw error;
    say(keyAdvice(error), 'error');
    return 1;
  }
}

async function listed(gateway: string, passphrase: string): Promise<KeyView[]> {
  const { keys: file } = loadConfig(process.env);
  const settings = file === undefined ? undefined : await readKeySettings(file);
  const placed = await openPlacedKeys(settings ?? { devices: {}, keys: {} });
  try {
    const now = (): Date => new Date();
    const book = await KeyBook.open(join(gateway, 'key-book.json'), now);
    const ring = await KeyRing.open(join(gateway, 'keys.json'), passphrase, { placed, book });
    return inventoryOf(ring, await certificatesIn(gateway), now());
  } finally {
    closePlacedKeys(placed);
  }
}

async function certificatesIn(gateway: string): Promise<Uint8Array[]> {
  const found: Uint8Array[] = [];
  for (const name of ['certificates.json', 'certificates-rsa.json', 'seal-makers.json']) {
    const text = await readIfThere(join(gateway, name));
    if (text === undefined) continue;
    const kept = certificateFile.parse(JSON.parse(text));
    found.push(...Object.values(kept).map((der) => new Uint8Array(Buffer.from(der, 'base64'))));
  }
  return found;
}

function lineOf(key: KeyView): string {
  const { name, organisation, purpose, algorithm, certificate, state, uses, lastUse } = key;
  const until = certificate === null ? '' : ` → ${certificate.notAfter.slice(0, 10)} ${certificate.serial}`;
  const used = uses === null ? '' : `  使用 uses ${uses}${lastUse === null ? '' : ` (${lastUse})`}`;
  return [
    name,
    organisation ?? '—',
    algorithm,
    `${purpose.zh} ${purpose.en}`,
    placeOf(key),
    `${state}${until}${used}`,
    key.fingerprint ?? '—',
  ].join('  ');
}

function placeOf({ held, testOnly }: KeyView): string {
  const place = held.kind === 'file' ? '文件 file' : `PKCS#11 ${held.device}/${held.token}/${held.label}`;
  return testOnly ? `${place}（仅供测试 test only）` : place;
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false } },
    });
  } catch {
    return undefined;
  }
}
