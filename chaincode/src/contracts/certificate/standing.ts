import type { CertificateCode, ReadTx } from '../../kernel/index.js';
import { whyTakenAway } from './entitlement.js';
import { certificates, type CertificateRecord, type State } from './records.js';
import { refusals, stateAt } from './transition.js';

/** What a certificate was good for at a time. */
export type Standing = {
  readonly certificate: string;
  readonly at: string;
  readonly state: State | 'NOT_ISSUED';
  readonly valid: boolean;
  /** Why it is not valid. */
  readonly code?: CertificateCode;
  /** The certificate under it that was taken away. */
  readonly dependency?: string;
};

/** So many certificates are looked at below one: more make it invalid, since not all was seen. */
const MOST_DEPENDENCIES = 64;

/** Its own state first, then what it rests on. */
export async function standingOf(tx: ReadTx, record: CertificateRecord, at: string): Promise<Standing> {
  const { certificate } = record;
  const state = stateAt(record, at);
  if (state === undefined)
    return { certificate, at, state: 'NOT_ISSUED', valid: false, code: 'CERTIFICATE_UNKNOWN' };
  if (state !== 'VALID') return { certificate, at, state, valid: false, code: refusals[state] };
  const below = await takenAwayBelow(tx, record, at);
  if (below === undefined) return { certificate, at, state, valid: true };
  return { certificate, at, state, valid: false, ...below };
}

/** The first certificate below this one that was taken away; one that was replaced or taken over by its successor. */
async function takenAwayBelow(tx: ReadTx, top: CertificateRecord, at: string) {
  const seen = new Set<string>();
  const waiting = [...dependenciesOf(top)];
  for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
    if (seen.has(id)) continue;
    const record = await tx.get(certificates, id);
    if (record === undefined || seen.size >= MOST_DEPENDENCIES)
      return { code: 'DEPENDENCY_REVOKED' as const, dependency: id };
    const code = whyTakenAway(record, at);
    if (code !== undefined) return { code, dependency: id };
    seen.add(id);
    const isFollowed = ['REPLACED', 'TRANSFERRED'].includes(stateAt(record, at) ?? '');
    if (isFollowed && record.successor !== undefined) waiting.push(record.successor);
    waiting.push(...dependenciesOf(record));
  }
  return undefined;
}

function dependenciesOf({ beginning }: CertificateRecord): readonly string[] {
  return (beginning.provenance === 'issued' ? beginning.body.dependsOn : undefined) ?? [];
}
