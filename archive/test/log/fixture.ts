import { nativeProvider } from '@renxin/seal/native';
import {
  generateAssertionSigner,
  generateSigner,
  type Activation,
  type AssertionSigner,
} from '@renxin/seal/signer';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cosigner, ed25519NoteSigner, sm2NoteSigner, type NoteSigner } from '../../src/log/index.js';

export const provider = nativeProvider;
export const ORIGIN = 'ledger.example/logs/gd';
export const NOW = new Date('2026-03-01T00:00:00.000Z');

export const activation = (at: Date): Activation => ({
  id: 'log',
  method: 'unattended',
  at: at.toISOString(),
});

/** An Ed25519 key, the same for the same name. */
export function ed25519(name: string): AssertionSigner {
  return generateAssertionSigner(() => seed(name)).signer;
}

/** The same 32 bytes for the same name. */
export function seed(name: string): Uint8Array {
  return new Uint8Array(createHash('sha256').update(name).digest());
}

const sm2 = generateSigner('SM2').signer;

export const signers: readonly NoteSigner[] = [
  ed25519NoteSigner(provider, ORIGIN, ed25519('log'), activation),
  sm2NoteSigner(provider, ORIGIN, sm2, activation),
];

export const witness = (id: string): NoteSigner =>
  cosigner(provider, `ledger.example/witnesses/${id}`, ed25519(`witness ${id}`), activation);

export const entry = (i: number): Uint8Array => new TextEncoder().encode(`entry ${i}`);

export async function freshDirectory(): Promise<{ directory: string; remove: () => Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'renxin-log-'));
  return { directory, remove: () => rm(directory, { recursive: true, force: true }) };
}
