import { nativeProvider } from '@renxin/seal/native';
import { generateSigner, signerOf, type Signer } from '@renxin/seal/signer';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedLedgerOn, type EmbeddedLedgerOptions } from '../src/embedded/embedded-ledger.js';
import { openEmbeddedLedger, type EmbeddedLedger } from '../src/embedded/index.js';
import type { OpenStore } from '../src/embedded/store.js';
import { contracts } from './notes.js';

export const provider = nativeProvider;

/** A signer with a new key. */
export function newSigner(): Signer {
  return signerOf(generateSigner('SM2').privateKey);
}

export const operator = newSigner();
export const author = newSigner();

/** A directory that is gone after the test. */
export async function freshDirectory(): Promise<{ directory: string; remove: () => Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'renxin-ledger-'));
  return { directory, remove: () => rm(directory, { recursive: true, force: true }) };
}

export function optionsOf(
  directory: string,
  change: Partial<EmbeddedLedgerOptions> = {},
): EmbeddedLedgerOptions {
  const clock = () => new Date();
  return {
    directory,
    contracts,
    name: 'test-ledger',
    caller: 'ministry',
    operator,
    provider,
    clock,
    ...change,
  };
}

export function openOn(
  directory: string,
  change: Partial<EmbeddedLedgerOptions> = {},
  openStore?: OpenStore,
): Promise<EmbeddedLedger> {
  const options = optionsOf(directory, change);
  return openStore === undefined ? openEmbeddedLedger(options) : openEmbeddedLedgerOn(openStore, options);
}
