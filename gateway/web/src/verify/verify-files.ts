import { verify, type Report } from '@renxin/archive/verify';
import { pureProvider } from '@renxin/seal/pure';
import { PageProblem } from '../problem/page-problem';

export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Verifies in this browser: the files go nowhere. The trust file is the one that this platform serves; without it
 * everything about trust stays unchecked, and the report says so.
 */
export async function verifyFiles(files: readonly NamedBytes[]): Promise<Report[]> {
  const options = { provider: pureProvider, now: new Date() };
  const trust = await trustFile();
  try {
    return await verify(files, trust === null ? options : { ...options, trust });
  } catch {
    throw new PageProblem('VERIFIER_FAULT', null, null);
  }
}

async function trustFile(): Promise<Uint8Array | null> {
  const response = await fetch('/trust.json').catch(() => null);
  return response?.ok === true ? new Uint8Array(await response.arrayBuffer()) : null;
}
