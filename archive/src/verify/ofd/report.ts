import { verifyOfd, type OfdReport } from '@renxin/seal/ofd';
import { listsFor, rootsFor, type Believed, type Context } from '../context.js';

/** A signed or sealed OFD, judged under the roots of the trust file. */
export function reportOnOfd(
  { provider, now }: Context,
  believed: Believed | undefined,
  document: Uint8Array,
): OfdReport {
  const roots = (use: Parameters<typeof rootsFor>[1]): readonly Uint8Array[] => rootsFor(believed, use) ?? [];
  const trust = believed && {
    signers: [...roots('person'), ...roots('organisation')],
    makers: roots('seal-maker'),
    timeStamps: roots('time-stamp'),
  };
  return verifyOfd({ document, trust, now, crls: listsFor(believed, 'seal-maker'), provider });
}
