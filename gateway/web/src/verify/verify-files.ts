import { verify, type Report } from '@renxin/archive/verify';
import { pureProvider } from '@renxin/seal/pure';

export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Verifies in this browser: the files go nowhere. The trust file is the one that this platform serves. */
export async function verifyFiles(files: readonly NamedBytes[]): Promise<Report[]> {
  const trust = await fetch('/trust.json');
  const options = { provider: pureProvider, now: new Date() };
  if (!trust.ok) return verify(files, options);
  return verify(files, { ...options, trust: new Uint8Array(await trust.arrayBuffer()) });
}
