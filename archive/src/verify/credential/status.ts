import { statusEntriesOf, type StatusEntry } from '@renxin/credentials/credential';
import { readDateTime } from '@renxin/credentials/data-integrity';
import { readStatusList, statusOf, type StatusList } from '@renxin/credentials/status';
import type { Believed, Context } from '../context.js';
import { Undecided, type Examination, type Finding } from '../examination.js';
import type { NamedFile } from '../recognise.js';
import type { AccreditedShown, ReadShown } from './credential.js';
import { methodIn, statusIssuersOf } from './issuers.js';
import { checked, jsonOf } from './opening.js';

/** The status lists of a credential stand beside it: `<name>.status.json`, one list or a JSON array of them. */
export function statusFileOf(name: string): string {
  return `${name.replace(/\.json$/i, '')}.status.json`;
}

/** Step `status`: what the lists beside it say. Without them it is not known; whoever names a maximum age asks for them. */
export async function examineStatus(
  x: Examination,
  context: Context,
  believed: Believed | undefined,
  {
    read,
    accredited,
  }: { readonly read: ReadShown | undefined; readonly accredited: AccreditedShown | undefined },
  beside: NamedFile | undefined,
): Promise<void> {
  await x.step('status', [read], (form): Finding<object> | Promise<Finding<object>> => {
    const entries = statusEntriesOf(form.credential);
    if (entries.length === 0) {
      x.state ??= 'VALID';
      return { code: 'STATUS_NONE', value: {} };
    }
    if (beside === undefined) return notIncluded(context);
    if (believed === undefined || accredited === undefined) throw new Undecided('EARLIER_STEP');
    const issuers = statusIssuersOf(believed, believedIssuer(form), accredited.held);
    return checkLists(x, context, believed, entries, jsonOf(beside.bytes), issuers);
  });
}

function notIncluded(context: Context): Finding<object> {
  if (context.maxAgeDays !== undefined) throw new Undecided('STATUS_NOT_INCLUDED');
  return { code: 'STATUS_NOT_INCLUDED', outcome: 'warn', value: {} };
}

function believedIssuer({ credential: { issuer } }: ReadShown): string {
  return typeof issuer === 'string' ? issuer : issuer.id;
}

async function checkLists(
  x: Examination,
  context: Context,
  believed: Believed,
  entries: readonly StatusEntry[],
  value: unknown,
  issuers: readonly string[],
): Promise<Finding<object>> {
  const lists: StatusList[] = [];
  for (const each of Array.isArray(value) ? value : [value])
    lists.push(await readList(context, believed, each));
  const set: string[] = [];
  const times: number[] = [];
  for (const entry of entries) {
    const list = lists.find(({ id }) => id === entry.statusListCredential);
    if (list === undefined) throw new Undecided('STATUS_NOT_INCLUDED', { list: entry.statusListCredential });
    if (await checked(() => statusOf(entry, list, issuers))) set.push(entry.statusPurpose);
    times.push(readDateTime(list.validFrom) ?? 0);
  }
  const statusAsOf = new Date(Math.min(...times)).toISOString();
  requireRecent(context, statusAsOf);
  x.statusAsOf = statusAsOf;
  const state = set.includes('revocation') ? 'REVOKED' : set.includes('suspension') ? 'SUSPENDED' : undefined;
  x.state = state ?? x.state ?? 'VALID';
  return { code: 'STATUS_OK', evidence: { state: x.state, statusAsOf }, value: {} };
}

/** By the time of the list itself; how old it may be is for the caller to say. */
export async function readList(context: Context, believed: Believed, value: unknown): Promise<StatusList> {
  const { provider, now } = context;
  const policy = {
    provider,
    now,
    methodOf: methodIn(believed),
    suites: ['eddsa-jcs-2022', 'sm2-jcs-2026'] as const,
  };
  const from = (value as { validFrom?: unknown } | null)?.validFrom;
  const at = readDateTime(from) ?? now.getTime();
  return checked(() => readStatusList(value, policy, new Date(at)));
}

function requireRecent({ asOf, maxAgeDays }: Context, statusAsOf: string): void {
  const age = (Date.parse(asOf) - Date.parse(statusAsOf)) / 86_400_000;
  if (maxAgeDays !== undefined && age > maxAgeDays) throw new Undecided('STATUS_TOO_OLD', { statusAsOf });
}
