import { canonicalBytes, type JsonObject } from '@renxin/chaincode/canonical';
import type { certificateMessages as messages } from '@renxin/chaincode/messages';
import { schemaOf } from '@renxin/credentials/schema';
import { batchApplicationAnswer, batchIssuedAnswer, type BatchApplicationRequest } from '../api/index.js';
import { commit, now, sign } from '../labor-contract/party.js';
import { unsignedCredential, validUntilOf } from './credential.js';
import { signed, type Issuer } from './issuer.js';

/** A certificate of a batch: 64 of them at most go together. */
export type BatchRow = BatchApplicationRequest['certificates'][number] & {
  readonly validUntil?: string;
  /** As the type's schema has them. */
  readonly claims: JsonObject;
};

/** A batch of one type and region; `batch` and each `certificate` are random ids, the same when it is tried again. */
export interface Batch {
  readonly batch: string;
  readonly type: string;
  readonly region: string;
  readonly rows: readonly BatchRow[];
}

/**
 * Applies for all of them, signs each credential with the issuer's own keys and the batch once, and hands them in: the
 * ledger has all of them or none. @returns the credentials, in their order
 */
export async function issueBatch(
  issuer: Issuer,
  { batch, type, region, rows }: Batch,
): Promise<JsonObject[]> {
  const { client, ledger, identifier } = issuer;
  const certificates = rows.map(({ certificate, issuedOn, person }) => ({ certificate, issuedOn, person }));
  const path = '/api/v1/e-certificates';
  const request = { type, region, certificates };
  const applied = await client.post(
    `${path}/batch-applications`,
    'certificate',
    request,
    batchApplicationAnswer,
  );
  const at = now(issuer);
  const handed: {
    readonly credential: JsonObject;
    readonly opening: ReturnType<typeof commit>['opening'];
  }[] = [];
  const entries: messages.IssuingBatch['certificates'] = [];
  for (const [i, { certificate, holder, status, credentialStatus }] of applied.certificates.entries()) {
    const { claims, issuedOn, validUntil } = rows[i]!;
    const last = validUntil ?? validUntilOf(type, claims);
    const until = last !== undefined && { validUntil: last };
    const named = { ledger, certificate, issuer: identifier, holder, credentialStatus, at, ...until };
    const credential = await signed(issuer, unsignedCredential(type, claims, named));
    const digest = issuer.provider.hash('SM3', canonicalBytes(credential));
    const { commitment, opening } = commit(issuer, digest);
    handed.push({ credential, opening });
    entries.push({
      ...{ certificate, holder, credential: commitment, issuedOn, status },
      ...until,
    });
  }
  const body: messages.IssuingBatch = {
    batch,
    issuer: identifier,
    province: applied.province,
    type,
    credentialSchema: schemaOf(type).sm3,
    region,
    at: now(issuer),
    certificates: entries,
  };
  const issuing = await sign(issuer, 'certificate/issue-batch', body);
  const { receipt } = await client.post(
    `${path}/batches`,
    'certificate',
    { issuing, certificates: handed },
    batchIssuedAnswer,
  );
  await issuer.headers.acceptReceipt(receipt);
  return handed.map(({ credential }) => credential);
}
