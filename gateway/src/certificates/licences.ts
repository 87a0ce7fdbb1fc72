import type { LicenceView } from '@renxin/wallets/api';
import { registry, certificateRules } from '@renxin/chaincode/contracts';
import { recordOf, type CertificateDesk } from './desk.js';
import { typeNamed } from './subject.js';

/**
 * The licences of one organisation that this province keeps (机构名录): public, as a licence is, so that a worker sees whether
 * the agency may dispatch. Certificates of people are never among them.
 * @throws ContractError IDENTIFIER_UNKNOWN
 */
export async function licencesOf(desk: CertificateDesk, organisation: string): Promise<LicenceView[]> {
  const holder = await desk.ledger.evaluate(registry.operations.identifier, { identifier: organisation });
  if (holder.kind !== 'organisation') return [];
  const theirs = await desk.people.get(desk.personKey(holder.uscc));
  const views = await Promise.all(
    (theirs?.value.certificates ?? []).map((certificate) => viewOf(desk, organisation, certificate)),
  );
  return views.flat();
}

async function viewOf(
  desk: CertificateDesk,
  organisation: string,
  certificate: string,
): Promise<LicenceView[]> {
  const file = (await desk.files.get(certificate))?.value;
  const record = await recordOf(desk, certificate);
  const last = record?.states.at(-1);
  if (file?.issued === undefined || record === undefined || last === undefined) return [];
  const isLicence = typeNamed(file.type).definition.keys.organisation === true;
  if (!isLicence || record.holder !== organisation) return [];
  const { type, issuer, issuedOn, issued } = file;
  const { validUntil } = record.beginning.body;
  const now = desk.clock().toISOString();
  const state = certificateRules.stateAt(record, now) ?? record.state;
  return [
    {
      certificate,
      type,
      number: issued.number,
      issuer,
      issuedOn,
      ...(validUntil !== undefined && { validUntil }),
      state,
      nationalState: certificateRules.nationalState(
        state === record.state ? last : { state, operation: 'expire', at: now },
      ),
    },
  ];
}
