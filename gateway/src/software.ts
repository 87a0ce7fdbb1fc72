import { canonicalBytes, compareCodeUnits, toBase64url } from '@renxin/chaincode/canonical';
import { nativeProvider } from '@renxin/seal/native';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const ROOMS = ['chaincode', 'network', 'seal', 'credentials', 'archive', 'wallets', 'gateway'];

let known: Promise<string> | undefined;

/**
 * SM3 (base64url) of the canonical list of every built module of this platform with its own SM3: which software speaks.
 * Computed once; it says what lies on the disk, as the platform itself sees it.
 */
export function softwareDigest(): Promise<string> {
  known ??= digest();
  return known;
}

async function digest(): Promise<string> {
  const sm3 = (bytes: Uint8Array): string => toBase64url(nativeProvider.hash('SM3', bytes));
  const paths = (await Promise.all(ROOMS.map(modulesOf))).flat().sort(compareCodeUnits);
  const modules = [];
  for (const path of paths) modules.push({ path, sm3: sm3(await readFile(join(ROOT, path))) });
  return sm3(canonicalBytes(modules));
}

async function modulesOf(room: string): Promise<string[]> {
  const folder = join(ROOT, room, 'dist', 'src');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.js'))
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length));
}
