import { fromBase64url } from '@renxin/chaincode/canonical';
import type { Put } from '@renxin/network/embedded';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { ClassicLevel } from 'classic-level';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messageOf, type Writing } from './contract.js';

/** Seconds that the signatures of these commands take to verify, one after another on one core, and nothing else. */
export function verifySeconds(
  provider: CryptoProvider,
  ledger: string,
  writings: readonly Writing[],
): number {
  const checks = writings.map(({ id, text, by, signature }) => ({
    by,
    message: messageOf(ledger, id, text),
    bytes: fromBase64url(signature) ?? new Uint8Array(),
  }));
  const start = performance.now();
  for (const { by, message, bytes } of checks) {
    if (!provider.verify(by, message, bytes)) throw new Error('a signature of the benchmark does not hold');
  }
  return (performance.now() - start) / 1000;
}

/** Seconds that LevelDB alone takes for these batches, each one synced write. */
export async function writeSeconds(batches: readonly (readonly Put[])[]): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), 'renxin-bench-raw-'));
  const database = new ClassicLevel<string, Uint8Array>(directory, {
    keyEncoding: 'utf8',
    valueEncoding: 'view',
  });
  await database.open();
  const prepared = batches.map((puts) => puts.map(([key, value]) => ({ type: 'put' as const, key, value })));
  const start = performance.now();
  for (const batch of prepared) await database.batch(batch, { sync: true });
  const seconds = (performance.now() - start) / 1000;
  await database.close();
  await rm(directory, { recursive: true });
  return seconds;
}
