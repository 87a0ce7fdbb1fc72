import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const FILE = fileURLToPath(new URL('../verify/verify.html', import.meta.url));

/** The offline verifier: one HTML file that verifies without a network. Undefined where it was not built. */
export async function offlineVerifier(): Promise<Uint8Array | undefined> {
  try {
    return new Uint8Array(await readFile(FILE));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
