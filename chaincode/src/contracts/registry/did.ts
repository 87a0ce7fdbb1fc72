import { fromBase64url, toBase58, type JsonObject } from '../../canonical/index.js';
import type { VerificationKey } from '../../messages/index.js';
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

/** When the identifier came and when its keys last changed. */
export function didDocumentMetadata(
  record: IdentifierRecord,
  assertionKeys?: AssertionKeysRecord,
): JsonObject {
  const asserting = (assertionKeys?.keys ?? []).flatMap(({ from, until }) => [from, until ?? from]);
  const times = [record.since, ...record.keys.map(({ from }) => from), ...asserting];
  const updated = times.reduce((latest, time) => (time > latest ? time : latest));
  const changes = (assertionKeys?.keys ?? []).reduce(
    (sum, { until }) => sum + (until === undefined ? 1 : 2),
    0,
  );
  const version = String(record.keys.at(-1)?.sequence ?? 0);
  return {
    created: record.since,
    ...(updated !== record.since && { updated }),
    deactivated: record.kind === 'officer' && record.dismissedAt !== undefined,
    versionId: changes === 0 ? version : `${version}.${String(changes)}`,
  };
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
