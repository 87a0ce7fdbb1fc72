import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { NetworkError } from './network-error.js';

export const programs = ['peer', 'orderer', 'configtxgen', 'configtxlator', 'cryptogen', 'osnadmin'] as const;
export type Program = (typeof programs)[number];

/** Where Fabric's documentation says to get its programs. */
export const INSTALL_PAGE = 'https://hyperledger-fabric.readthedocs.io/en/latest/install.html';

/** Fabric's programs, each found and asked for its version. */
export interface Binaries {
  /** For example `3.1.5`. */
  readonly version: string;
  /** Whether orderers of this version know BFT. */
  readonly bft: boolean;
  readonly path: Readonly<Record<Program, string>>;
}

/**
 * Finds Fabric's programs in `FABRIC_BIN`, or on the PATH when that is not set.
 * @throws NetworkError FABRIC_BINARY_MISSING with every missing one, FABRIC_VERSION_UNSUPPORTED when they are not all of
 * one version that is 2.5 or 3
 */
export async function findBinaries(env: Readonly<Record<string, string | undefined>>): Promise<Binaries> {
  const own = env['FABRIC_BIN'];
  const folders = own !== undefined && own !== '' ? [own] : (env['PATH'] ?? '').split(delimiter);
  const found = await Promise.all(
    programs.map(async (name) => [name, await firstIn(folders, name)] as const),
  );
  const missing = found.filter(([, path]) => path === undefined).map(([name]) => name);
  if (missing.length > 0) {
    const where = own !== undefined && own !== '' ? own : 'PATH';
    throw new NetworkError('FABRIC_BINARY_MISSING', {
      programs: missing.join(', '),
      searched: where,
      get: INSTALL_PAGE,
    });
  }
  const path = Object.fromEntries(found) as Record<Program, string>;
  return { ...(await oneVersion(path)), path };
}

async function firstIn(folders: readonly string[], name: string): Promise<string | undefined> {
  for (const folder of folders.filter((each) => each !== '')) {
    const path = join(folder, name);
    if (
      await access(path, constants.X_OK).then(
        () => true,
        () => false,
      )
    )
      return path;
  }
  return undefined;
}

const versionCalls: readonly (readonly [Program, readonly string[]])[] = [
  ['peer', ['version']],
  ['orderer', ['version']],
  ['configtxgen', ['-version']],
  ['configtxlator', ['version']],
  ['cryptogen', ['version']],
];

async function oneVersion(
  path: Readonly<Record<Program, string>>,
): Promise<{ version: string; bft: boolean }> {
  const versions = await Promise.all(
    versionCalls.map(async ([name, args]) => [name, await versionOf(path[name], args)] as const),
  );
  const version = versions[0]?.[1] ?? 'unknown';
  const all = versions.map(([name, each]) => `${name} ${each}`).join(', ');
  const numbers = /^(\d+)\.(\d+)\./.exec(version);
  const [major, minor] = [Number(numbers?.[1]), Number(numbers?.[2])];
  const supported = major === 3 || (major === 2 && minor === 5);
  if (!supported || versions.some(([, each]) => each !== version)) {
    throw new NetworkError('FABRIC_VERSION_UNSUPPORTED', { found: all, supported: '2.5 and 3' });
  }
  return { version, bft: major >= 3 };
}

function versionOf(path: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(path, args, { timeout: 10_000, env: {} }, (error, out) => {
      const version = /Version:\s*v?(\d[0-9A-Za-z.-]*)/.exec(out)?.[1];
      resolve(version ?? (error === null ? 'unknown' : 'unknown (it cannot be run)'));
    });
  });
}
