import type { JsonObject } from '@renxin/chaincode/canonical';
import { z } from 'zod';
import { VC_CONTEXT } from '../context/index.js';
import { CredentialError } from '../credential/codes.js';
import type { StatusEntry } from '../credential/data-model.js';
import { issuerOf, readCredential, typesOf } from '../credential/read.js';
import { requirePeriod, requireProofs, type HeldProof, type ProofPolicy } from '../credential/steps.js';
import { StatusBits } from './bits.js';
import type { StatusMessages } from './message-texts.js';

export type StatusPurpose = StatusEntry['statusPurpose'];

export interface StatusListContent {
  /** URL under which the list is published. */
  readonly id: string;
  /** DID of whoever publishes it. */
  readonly issuer: string;
  readonly statusPurpose: StatusPurpose | 'message';
  readonly bits: StatusBits;
  /** dateTimeStamps: since when it says so, and until when it may be relied on. */
  readonly validFrom: string;
  readonly validUntil: string;
}

/** The credential of a list, to be signed by `signCredential` (Bitstring Status List 1.0 section 2.2). */
export function statusListCredential(content: StatusListContent): JsonObject {
  const { id, issuer, statusPurpose, bits, validFrom, validUntil } = content;
  return {
    '@context': [VC_CONTEXT],
    id,
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    issuer,
    validFrom,
    validUntil,
    credentialSubject: {
      id: `${id}#list`,
      type: 'BitstringStatusList',
      statusPurpose,
      encodedList: bits.encode(),
    },
  };
}

/** A list whose form, proofs and period hold. */
export interface StatusList {
  readonly id: string;
  readonly issuer: string;
  readonly purposes: readonly string[];
  readonly bits: StatusBits;
  readonly proofs: readonly HeldProof[];
  /** Since when it says so, and until when it may be relied on; dateTimeStamps. */
  readonly validFrom: string;
  readonly validUntil?: string;
}

const purpose = z.string().min(1);
const subject = z.strictObject({
  id: z.exactOptional(z.string()),
  type: z.literal('BitstringStatusList'),
  statusPurpose: z.union([purpose, z.array(purpose).min(1)]),
  encodedList: z.string(),
  /** Milliseconds; `validUntil` is what counts. */
  ttl: z.exactOptional(z.int().min(0)),
});

/**
 * Reads the credential of a list: form, proofs by its issuer, period, bits. Who may publish it is for {@link statusOf}.
 * @param at the time for which the list is asked
 * @throws CredentialError STATUS_LIST_INVALID, STATUS_LIST_EXPIRED
 */
export async function readStatusList(value: unknown, policy: ProofPolicy, at: Date): Promise<StatusList> {
  try {
    const credential = readCredential(value);
    const issuer = issuerOf(credential);
    const said = subject.safeParse(credential.credentialSubject);
    const { id, validFrom, validUntil } = credential;
    const isList = typesOf(credential).includes('BitstringStatusListCredential');
    if (!isList || !said.success || id === undefined || validFrom === undefined)
      throw new CredentialError('STATUS_LIST_INVALID');
    const proofs = await requireProofs(credential, issuer, 'assertionMethod', policy);
    requirePeriod(credential, at);
    const { statusPurpose, encodedList } = said.data;
    const purposes = typeof statusPurpose === 'string' ? [statusPurpose] : statusPurpose;
    const bits = StatusBits.decode(encodedList);
    return { id, issuer, purposes, bits, proofs, validFrom, ...(validUntil !== undefined && { validUntil }) };
  } catch (error) {
    if (!(error instanceof CredentialError)) throw error;
    const isLate = error.code === 'CREDENTIAL_EXPIRED' || error.code === 'CREDENTIAL_NOT_YET_VALID';
    throw new CredentialError(isLate ? 'STATUS_LIST_EXPIRED' : 'STATUS_LIST_INVALID', [], { cause: error });
  }
}

/** An entry of whatever purpose; of several bits it is set when one of them is. */
export type AnyStatusEntry = Omit<StatusEntry, 'statusPurpose'> & {
  readonly statusPurpose: string;
  readonly statusSize?: number;
  readonly statusMessage?: StatusMessages;
  readonly statusReference?: string | string[];
};

/**
 * Whether an entry is set in its list.
 * @param issuers who may publish lists about this credential
 * @throws CredentialError STATUS_LIST_ISSUER, STATUS_PURPOSE_MISMATCH, STATUS_LIST_INVALID (another list),
 *   STATUS_INDEX_OUT_OF_RANGE
 */
export function statusOf(entry: AnyStatusEntry, list: StatusList, issuers: readonly string[]): boolean {
  if (!issuers.includes(list.issuer)) throw new CredentialError('STATUS_LIST_ISSUER');
  if (list.id !== entry.statusListCredential) throw new CredentialError('STATUS_LIST_INVALID');
  if (!list.purposes.includes(entry.statusPurpose)) throw new CredentialError('STATUS_PURPOSE_MISMATCH');
  return list.bits.value(Number(entry.statusListIndex), entry.statusSize ?? 1) !== 0;
}

export interface StatusOptions {
  readonly policy: ProofPolicy;
  /** The time for which the lists are asked. */
  readonly at: Date;
  readonly issuers: readonly string[];
  /** The credential of the list at a URL; undefined, or a rejection, when it cannot be had. */
  readonly fetchList: (url: string) => Promise<unknown>;
}

/**
 * The purposes that are set for a credential; none when it has no entries. What cannot be asked is not passed.
 * @throws CredentialError STATUS_UNAVAILABLE, and as {@link readStatusList} and {@link statusOf} do
 */
export async function statusesOf(
  entries: readonly AnyStatusEntry[],
  { policy, at, issuers, fetchList }: StatusOptions,
): Promise<readonly string[]> {
  const set: string[] = [];
  for (const entry of entries) {
    const list = await readStatusList(await fetched(entry, fetchList), policy, at);
    if (statusOf(entry, list, issuers)) set.push(entry.statusPurpose);
  }
  return set;
}

async function fetched(entry: AnyStatusEntry, fetchList: StatusOptions['fetchList']): Promise<unknown> {
  let value: unknown;
  try {
    value = await fetchList(entry.statusListCredential);
  } catch (error) {
    throw new CredentialError('STATUS_UNAVAILABLE', [], { cause: error });
  }
  if (value === undefined) throw new CredentialError('STATUS_UNAVAILABLE');
  return value;
}

/** An entry for a credential (section 2.1). */
export function statusEntry<P extends string>(
  statusListCredential: string,
  statusPurpose: P,
  index: number,
): Omit<StatusEntry, 'statusPurpose'> & { readonly statusPurpose: P } {
  return {
    type: 'BitstringStatusListEntry',
    statusPurpose,
    statusListIndex: String(index),
    statusListCredential,
  };
}
