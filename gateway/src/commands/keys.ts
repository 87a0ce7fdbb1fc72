import { nativeProvider } from '@renxin/seal/native';
import { readIfThere } from '@renxin/wallets/keystore';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { hosted } from '../demonstration/organisations.js';
import { inventoryOf, type InventoryEntry } from '../keys/inventory.js';
import { KeyRing } from '../keys/key-ring.js';
import { say, usage } from './usage.js';

const certificateFile = z.record(z.string(), z.base64());

/** `renxin keys DIR`: which keys a data directory holds, without any secret. 0 listed, 3 a wrong call. */
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
  const ring = await KeyRing.open(join(gateway, 'keys.json'), passphrase.trim());
  const organisations = hosted.map(({ id }) => id);
  const certificates = await certificatesIn(gateway);
  const entries = inventoryOf(ring, organisations, certificates, new Date(), nativeProvider);
  say(asked.values.json ? JSON.stringify(entries, null, 2) : entries.map(lineOf).join('\n'));
  return 0;
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

function lineOf({ name, organisation, algorithm, fingerprint, certificate, state }: InventoryEntry): string {
  const until = certificate === null ? '' : ` → ${certificate.notAfter.slice(0, 10)} ${certificate.serial}`;
  return `${name}  ${organisation ?? '—'}  ${algorithm}  文件（仅供测试）file, test only  ${state}${until}  ${fingerprint}`;
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
