import { ContractError, type ReadTx } from '../../kernel/index.js';
import { reservedBy } from '../../messages/index.js';
import { accreditationOn } from '../registry/index.js';
import { identifiers, type IdentifierRecord, type OrganisationRecord } from '../registry/records.js';
import type { CertificateRecord } from './records.js';
import { stateAt } from './transition.js';

/** Who may issue what, for whom, resting on what. */

/** Types that the law makes an organisation issue about its own doings, without an accreditation: by which role. */
const BY_LAW: Readonly<Record<string, OrganisationRecord['role']>> = {
  /** 解除或终止劳动合同的证明: 劳动合同法 art. 50, 实施条例 art. 24. */
  'contract-end-certificate': 'employer',
};

/**
 * As of the issue date, for the type and in the region.
 * @throws ContractError ISSUER_NOT_ACCREDITED
 */
export async function requireAccreditation(
  tx: ReadTx,
  issuer: IdentifierRecord,
  { type, region, issuedOn }: { readonly type: string; readonly region: string; readonly issuedOn: string },
): Promise<void> {
  if (issuer.kind !== 'organisation') throw new ContractError('ISSUER_NOT_ACCREDITED', { reason: 'NONE' });
  const role = Object.hasOwn(BY_LAW, type) ? BY_LAW[type] : undefined;
  if (role !== undefined && issuer.role === role) return;
  const found = await accreditationOn(tx, issuer, type, region, issuedOn);
  if (!found.accredited) throw new ContractError('ISSUER_NOT_ACCREDITED', { reason: found.reason });
}

/** @throws ContractError NOT_ISSUING_PROVINCE unless it is the province of the region */
export function assertProvince(record: IdentifierRecord, region: string): void {
  const isIts =
    record.kind === 'organisation' &&
    record.role === 'province' &&
    record.region.slice(0, 2) === region.slice(0, 2);
  if (!isIts) throw new ContractError('NOT_ISSUING_PROVINCE', { by: record.identifier });
}

/** Licences of agencies: their holder is an organisation. 人力资源服务许可证, 劳务派遣经营许可证. */
const OF_ORGANISATIONS: readonly string[] = ['human-resources-service-licence', 'labor-dispatch-licence'];

/**
 * The holder of a licence is a registered organisation. Of anything else the holder is a person of the relation `credential` towards the province; of what an employer issues by law, also one of
 * the relation `employment` towards this employer, who knows the person by no other identifier. Somebody who has not come
 * yet has an identifier that the province reserved: it can be bound to nobody without the province's word.
 * @throws ContractError PARTY_NOT_BOUND
 */
export async function requireHolder(
  tx: ReadTx,
  {
    holder,
    province,
    issuer,
    type,
  }: { readonly holder: string; readonly province: string; readonly issuer?: string; readonly type: string },
): Promise<void> {
  const isOfOrganisation = OF_ORGANISATIONS.includes(type);
  if (!isOfOrganisation && reservedBy(holder) === province) return;
  const record = await tx.get(identifiers, holder);
  const isByLaw = Object.hasOwn(BY_LAW, type) && BY_LAW[type] === 'employer';
  const isPersons =
    record?.kind === 'person' &&
    ((record.relation === 'credential' && record.towards === province) ||
      (isByLaw && record.relation === 'employment' && record.towards === issuer));
  const isBound = isOfOrganisation ? record?.kind === 'organisation' : isPersons;
  if (!isBound) throw new ContractError('PARTY_NOT_BOUND');
}

/**
 * What a certificate rests on is there, of the same holder, and not taken away.
 * @throws ContractError CERTIFICATE_UNKNOWN, HOLDER_MISMATCH, DEPENDENCY_REVOKED, DEPENDENCY_SUSPENDED
 */
export function assertDependency(
  record: CertificateRecord | undefined,
  certificate: string,
  holder: string,
  time: string,
): void {
  if (record === undefined) throw new ContractError('CERTIFICATE_UNKNOWN', { certificate });
  if (record.holder !== holder) throw new ContractError('HOLDER_MISMATCH');
  const code = whyTakenAway(record, time);
  if (code !== undefined) throw new ContractError(code, { dependency: certificate });
}

/**
 * Why what rests on a certificate is good for nothing. One that expired or was replaced was right in its time.
 * @returns undefined when it can be rested on
 */
export function whyTakenAway(
  record: CertificateRecord,
  time: string,
): 'DEPENDENCY_REVOKED' | 'DEPENDENCY_SUSPENDED' | undefined {
  const state = stateAt(record, time);
  if (state === 'SUSPENDED' || state === 'SET_ASIDE') return 'DEPENDENCY_SUSPENDED';
  const isGone = state === undefined || state === 'REVOKED' || state === 'CANCELLED';
  return isGone ? 'DEPENDENCY_REVOKED' : undefined;
}
