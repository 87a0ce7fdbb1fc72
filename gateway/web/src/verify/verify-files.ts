import './without-eval';
import { verify, type Report } from '@renxin/archive/verify';
import { pureProvider } from '@renxin/seal/pure';
import { PageProblem } from '../problem/page-problem';
import { trustFile } from './trust-source';

export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Verifies in this browser: the files go nowhere. Without a trust file everything about trust stays unchecked, and the
 * report says so.
 */
export async function verifyFiles(files: readonly NamedBytes[]): Promise<Report[]> {
  const trust = await trustFile();
  const companions = files.filter((file) => isBesideItsDocument(file, files));
  const options = { provider: pureProvider, now: new Date(), companions };
  try {
    const alone = files.filter((file) => !companions.includes(file));
    return await verify(alone, trust === null ? options : { ...options, trust });
  } catch {
    throw new PageProblem('VERIFIER_FAULT', null, null);
  }
}

/**
 * Signatures, record and time-stamps of a document that is there too, and the status lists and the holder's keys of a
 * credential or presentation: they get no report of their own.
 */
function isBesideItsDocument({ name }: NamedBytes, files: readonly NamedBytes[]): boolean {
  const credential = /^(.+)\.(?:status|holder)\.json$/i.exec(name)?.[1];
  if (
    credential !== undefined &&
    files.some((file) => file.name.toLowerCase() === `${credential}.json`.toLowerCase())
  )
    return true;
  const base = /^(.+)\.(?:pdf\.(?:worker|employer)\.p7s|signed\.json|signed\.(?:sm2|ecdsa)\.tsr)$/i.exec(
    name,
  )?.[1];
  return base !== undefined && files.some((file) => file.name.toLowerCase() === `${base}.pdf`.toLowerCase());
}
