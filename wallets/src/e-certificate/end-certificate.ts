import type { JsonObject } from '@renxin/chaincode/canonical';
import { dateInChina } from '@renxin/chaincode/messages';
import { z } from 'zod';
import { contractAnswer } from '../api/index.js';
import { issueCertificate, type Issuer } from './issuer.js';

/** The certificate of a contract's end (实施条例 art. 24) as a credential, from its employer to its worker. */

/** The name of the certificate of this contract's end, the same for whoever asks. */
export function endCertificateOf(contract: string): string {
  return `end-${contract}`;
}

/**
 * Issues the certificate of a contract that has ended, to the worker's identifier of the contract, with what both
 * parties' dissolution commits to. It is dated on the day on which it is issued, however late: the day of the end stands in
 * it by itself. Nothing happens while the contract has not ended.
 * @param region of the employer
 * @returns undefined while it has not ended
 * @throws ApiError CERTIFICATE_EXISTS when it was issued before
 */
export async function issueEndCertificate(
  issuer: Issuer,
  contract: string,
  region: string,
): Promise<JsonObject | undefined> {
  const { client } = issuer;
  const path = `/api/v1/labor-contracts/${contract}`;
  const { contract: view } = await client.get(path, 'rights', contractAnswer);
  if (view.state !== 'DISSOLVED' && view.state !== 'TERMINATED') return undefined;
  const { certificate } = await client.get(`${path}/dissolution`, 'rights', ended);
  const issuedOn = dateInChina(issuer.clock().toISOString());
  const name = endCertificateOf(contract);
  const about = { certificate: name, holder: view.worker, type: TYPE, region, issuedOn };
  return issueCertificate(issuer, about, endClaimsOf(certificate, issuedOn));
}

const TYPE = 'contract-end-certificate';

/** What is read of the data that the dissolution commits to: docs/formats/terms.md. */
const ended = z.looseObject({
  certificate: z.looseObject({
    certificateNo: z.string(),
    contractNo: z.string(),
    employer: z.strictObject({ name: z.string(), uscc: z.string() }),
    worker: z.looseObject({ name: z.string(), idNo: z.string() }),
    kind: z.string(),
    termType: z.string(),
    startDate: z.string(),
    endDate: z.exactOptional(z.string()),
    endedOn: z.string(),
    jobTitle: z.string(),
    serviceSince: z.string(),
    serviceMonths: z.int(),
  }),
});

type EndData = z.infer<typeof ended>['certificate'];

/** As the credential's schema has it (docs/formats/credential-types.md), issued on a day of the Chinese calendar. */
export function endClaimsOf({ worker, ...ended }: EndData, issuedOn: string): JsonObject {
  return {
    name: worker.name,
    citizenNumber: worker.idNo,
    certificateNo: ended.certificateNo,
    contractNo: ended.contractNo,
    employer: ended.employer,
    endKind: ended.kind,
    termType: ended.termType,
    startsOn: ended.startDate,
    ...(ended.endDate !== undefined && { endsOn: ended.endDate }),
    endedOn: ended.endedOn,
    post: ended.jobTitle,
    serviceSince: ended.serviceSince,
    serviceMonths: ended.serviceMonths,
    issuedOn,
  };
}
