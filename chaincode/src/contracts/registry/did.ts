import { fromBase64url, toBase58, type JsonObject } from '../../canonical/index.js';
import type { VerificationKey } from '../../messages/index.js';
import { assertionKeysAsOf, identifierAsOf } from './as-of.js';
import type { AssertionKeysRecord, IdentifierRecord } from './records.js';
import { isSuspended } from './standing.js';

/** `did:renxin:<ledger>:<identifier>` (docs/formats/registry.md). */
export const DID = /^did:renxin:([a-z0-9][a-z0-9-]{0,46}[a-z0-9]):([a-z0-9][a-z0-9-]{0,46}[a-z0-9])$/;

/**
 * The DID document of an identifier (W3C DID 1.1, Controlled Identifiers 1.0): every key it ever had, those of the past
 * with the time at which they ended. Only the key in force may authenticate, it and the assertion keys in force may
 * assert, and none of a suspended organisation or a dismissed officer.
 */
export function didDocument(
  ledger: string,
  record: IdentifierRecord,
  assertionKeys?: AssertionKeysRecord,
): JsonObject {
  const did = `did:renxin:${ledger}:${record.identifier}`;
  const methodsOf = (kind: 'key' | 'assertion', keys: readonly Period[]) =>
    keys.map(({ sequence, key, until }) => ({
      id: `${did}#${kind}-${String(sequence)}`,
      type: 'Multikey',
      controller: did,
      publicKeyMultibase: multikey(key),
      ...(until !== undefined && { revoked: until }),
    }));
  const keys = methodsOf('key', record.keys);
  const asserting = methodsOf('assertion', assertionKeys?.keys ?? []);
  const inForce = (methods: typeof keys): string[] =>
    mayAct(record) ? methods.filter(({ revoked }) => revoked === undefined).map(({ id }) => id) : [];
  return {
    '@context': ['https://www.w3.org/ns/did/v1.1', 'https://w3id.org/security/multikey/v1'],
    id: did,
    verificationMethod: [...keys, ...asserting],
    authentication: inForce(keys),
    assertionMethod: [...inForce(keys), ...inForce(asserting)],
  };
}

interface Period {
  readonly sequence: number;
  readonly key: VerificationKey;
  readonly until?: string;
}

/**
 * When the identifier came and when its document last changed. Of a version of the past, also which one followed and when.
 */
export function didDocumentMetadata(
  record: IdentifierRecord,
  assertionKeys?: AssertionKeysRecord,
  next?: DidVersion,
): JsonObject {
  const updated = changesOf(record, assertionKeys).at(-1) ?? record.since;
  return {
    created: record.since,
    ...(updated !== record.since && { updated }),
    deactivated: record.kind === 'officer' && record.dismissedAt !== undefined,
    versionId: versionOf(record, assertionKeys),
    ...(next !== undefined && { nextUpdate: next.from, nextVersionId: next.versionId }),
  };
}

/** A version of a document: in force from a time until that of the next one. */
export interface DidVersion {
  readonly versionId: string;
  readonly from: string;
}

/** Every version of a document, the oldest first. */
export function didVersions(
  record: IdentifierRecord,
  assertionKeys?: AssertionKeysRecord,
): readonly DidVersion[] {
  return changesOf(record, assertionKeys).flatMap((from) => {
    const then = identifierAsOf(record, from);
    return then === undefined
      ? []
      : [{ from, versionId: versionOf(then, assertionKeysAsOf(assertionKeys, from)) }];
  });
}

/** The times at which the document changed, the first one included, in their order. */
function changesOf(record: IdentifierRecord, assertionKeys?: AssertionKeysRecord): readonly string[] {
  const asserting = (assertionKeys?.keys ?? []).flatMap(({ from, until }) => [from, until ?? from]);
  const times = [record.since, ...record.keys.map(({ from }) => from), ...asserting, ...standingOf(record)];
  return [...new Set(times)].toSorted((a, b) => (a < b ? -1 : 1));
}

/** `<number of the key in force>.<additions and revocations of assertion keys>.<changes of standing>`, without zeros at its end. */
function versionOf(record: IdentifierRecord, assertionKeys?: AssertionKeysRecord): string {
  const asserting = (assertionKeys?.keys ?? []).reduce(
    (sum, { until }) => sum + (until === undefined ? 1 : 2),
    0,
  );
  const parts = [record.keys.at(-1)?.sequence ?? 0, asserting, standingOf(record).length];
  while (parts.length > 1 && parts.at(-1) === 0) parts.pop();
  return parts.join('.');
}

/** When an organisation was suspended or reinstated, an officer dismissed. */
function standingOf(record: IdentifierRecord): readonly string[] {
  if (record.kind === 'organisation') return record.states.slice(1).map(({ at }) => at);
  return record.kind === 'officer' && record.dismissedAt !== undefined ? [record.dismissedAt] : [];
}

function mayAct(record: IdentifierRecord): boolean {
  if (record.kind === 'organisation') return !isSuspended(record);
  return record.kind === 'person' || record.dismissedAt === undefined;
}

/** Multicodec names as unsigned varints: sm2-pub 0x1206, p256-pub 0x1200, ed25519-pub 0xed. */
const CODEC: Record<VerificationKey['algorithm'], readonly [number, number]> = {
  SM2: [0x86, 0x24],
  'P-256': [0x80, 0x24],
  Ed25519: [0xed, 0x01],
};

/** A Multikey: base58btc of the codec and the compressed point. */
export function multikey({ algorithm, point }: VerificationKey): string {
  const bytes = fromBase64url(point) ?? new Uint8Array(65);
  if (algorithm === 'Ed25519') return `z${toBase58(Uint8Array.of(...CODEC[algorithm], ...bytes))}`;
  const sign = 2 + ((bytes[64] ?? 0) & 1);
  return `z${toBase58(Uint8Array.of(...CODEC[algorithm], sign, ...bytes.subarray(1, 33)))}`;
}
