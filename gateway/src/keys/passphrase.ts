import { readIfThere, writeDurably } from '@renxin/wallets/keystore';
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The passphrase of the demonstration's key files, made once and kept beside them: it protects copies of single files,
 * not the directory. A real platform hands one in from elsewhere.
 */
export async function passphraseOf(directory: string): Promise<string> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const path = join(directory, 'passphrase');
  const kept = await readIfThere(path);
  if (kept !== undefined) return kept.trim();
  const made = randomBytes(24).toString('base64url');
  await writeDurably(path, made + '\n');
  return made;
}
