import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rememberVerified } from '../../src/verify/index.js';
import { verifySeal, verifySealSignature } from '../../src/eseal/index.js';
import { nativeProvider } from '../../src/crypto/native.js';
import { timely } from '../fuzzing/timely.js';
import { DOCUMENT, T0 } from '../world.js';

/** Everything that was worth keeping: vectors of both kinds, and inputs that once did harm. */
export function corpus(): Uint8Array[] {
  return ['vectors/e-seal', 'vectors/seal-signature', 'corpus/eseal'].flatMap(filesBelow);
}

export const CORPUS = fileURLToPath(new URL('../../../test/corpus/eseal', import.meta.url));

function filesBelow(folder: string): Uint8Array[] {
  const path = fileURLToPath(new URL(`../../../test/${folder}`, import.meta.url));
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:esl|ses|dat|der|bin)$/.test(entry.name))
    .map((entry) => new Uint8Array(readFileSync(join(entry.parentPath, entry.name))));
}

const provider = rememberVerified(nativeProvider, 10_000);

/**
 * Verifies the bytes as a seal and as a signature without trust; both answer with codes and in time, whatever the bytes.
 * @throws what must not happen
 */
export function attack(bytes: Uint8Array): void {
  timely(() => read(bytes));
}

function read(bytes: Uint8Array): void {
  const seal = verifySeal({ seal: bytes, makers: undefined, at: T0, provider });
  const signature = verifySealSignature({
    signature: bytes,
    document: DOCUMENT,
    trust: undefined,
    now: T0,
    provider,
  });
  for (const { verdict, checks } of [seal, signature])
    if (verdict === 'valid' || checks.length === 0) throw new Error('a verdict that cannot be');
}
