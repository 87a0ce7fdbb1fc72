import { toHex } from '@renxin/chaincode/canonical';
import { reservedBy } from '@renxin/chaincode/messages';
import type { BatchApplicationAnswer, BatchApplicationRequest } from '@renxin/wallets/api';
import { Refusal } from '../problem/index.js';
import { requireSchemaInForce } from '../trust-registry/schema-in-force.js';
import { StoreError, type Change } from '../store/index.js';
import type { CertificateFile } from './certificate-file.js';
import { regionOf, type Asker, type CertificateDesk } from './desk.js';
import { isAsApplied, requireAccreditation } from './issuing.js';
import { typeNamed } from './subject.js';

/**
 * Many places in the status list at once, each with the holder's identifier: of whom the province knows the one of then,
 * for everybody else one that it reserves. The same request again is answered the same.
 * @throws Refusal CREDENTIAL_INVALID for a type that there is not, ISSUER_NOT_ACCREDITED for type, region or a date,
 *   NOT_ISSUING_PROVINCE, CERTIFICATE_EXISTS, HOLDER_MISMATCH with the certificate, IDENTITY_NOT_PROVEN
 */
export async function batchApplied(
  desk: CertificateDesk,
  asker: Asker,
  { type, region, certificates }: BatchApplicationRequest,
): Promise<BatchApplicationAnswer> {
  await requireSchemaInForce(desk.ledger, typeNamed(type).sm3);
  if (region.slice(0, 2) !== (await regionOf(desk)).slice(0, 2)) throw new Refusal('NOT_ISSUING_PROVINCE');
  for (const issuedOn of new Set(certificates.map((each) => each.issuedOn)))
    await requireAccreditation(desk, asker, { type, region, issuedOn });
  const files = await desk.turns.take('people', () => applied(desk, asker, { type, region, certificates }));
  return {
    province: desk.organisation,
    certificates: files.map(({ certificate, holder, status }) => ({
      certificate,
      holder,
      status,
      credentialStatus: desk.statusLists.entries(status),
    })),
  };
}

async function applied(
  desk: CertificateDesk,
  asker: Asker,
  { type, region, certificates }: BatchApplicationRequest,
): Promise<CertificateFile[]> {
  const [files, fresh]: [CertificateFile[], CertificateFile[]] = [[], []];
  const reserved = new Map<string, string>();
  const places = await desk.statusLists.places(certificates.length);
  for (const [i, { certificate, issuedOn, person }] of certificates.entries()) {
    const holder = await holderOf(desk, reserved, certificate, person);
    const about = { certificate, issuer: asker.identifier, holder, type, region, issuedOn };
    const before = (await desk.files.get(certificate))?.value;
    if (before !== undefined && !isAsApplied(before, about)) throw new Refusal('CERTIFICATE_EXISTS');
    const file = before ?? { schema: 1 as const, ...about, status: places[i]! };
    files.push(file);
    if (before === undefined) fresh.push(file);
  }
  const changes: Change[] = [
    ...fresh.map((file) => desk.files.put(file.certificate, file, 0)),
    ...[...reserved].map(([person, identifier]) => desk.holders.put(person, { identifier }, 0)),
  ];
  if (changes.length > 0) await desk.store.write(changes).catch(existing);
  return files;
}

async function holderOf(
  desk: CertificateDesk,
  reserved: Map<string, string>,
  certificate: string,
  { name, citizenNumber }: BatchApplicationRequest['certificates'][number]['person'],
): Promise<string> {
  const person = desk.personKey(citizenNumber);
  const known = (await desk.holders.get(person))?.value.identifier ?? reserved.get(person);
  if (known === undefined) {
    const identifier = `h-${desk.organisation}-${toHex(desk.random(12))}`;
    reserved.set(person, identifier);
    return identifier;
  }
  const isNamed = reservedBy(known) !== undefined || (await desk.identities.of(known)).name === name;
  if (!isNamed) throw new Refusal('HOLDER_MISMATCH', { members: { certificate } });
  return known;
}

/** Somebody else has the name since it was looked at. */
function existing(error: unknown): never {
  if (error instanceof StoreError && error.code === 'STORE_CONFLICT') throw new Refusal('CERTIFICATE_EXISTS');
  throw error;
}
