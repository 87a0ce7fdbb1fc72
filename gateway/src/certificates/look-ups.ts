import { toBase64url } from '@renxin/chaincode/canonical';
import { certificateRules, type certificateRecords } from '@renxin/chaincode/contracts';
import type {
  FoundCertificate,
  LookUpPurpose,
  OfficialView,
  searchAnswer,
  searchRequest,
} from '@renxin/wallets/api';
import type { z } from 'zod';
import { Refusal } from '../problem/index.js';
import { warningsAbout } from './process.js';
import { textOf } from './decision-text.js';
import { load, recordOf, type Asker, type CertificateDesk } from './desk.js';
import { heldOnly, type Held } from './held-elsewhere.js';
import { viewOf } from './holding.js';
import { requireHolder } from './issuing.js';

/** What officials look up among the province's certificates. Each look is kept before it is answered. */

/** How many certificates of a person, or of a number by different issuers, are told at most. */
const MOST = 200;

/** The certificates that have this number, whoever issued them, or that belong to this person. */
export async function found(
  desk: CertificateDesk,
  asker: Asker,
  request: z.infer<typeof searchRequest>,
): Promise<z.infer<typeof searchAnswer>> {
  const names = request.by === 'number' ? await byNumber(desk, request.number) : await ofPerson();
  const all = await Promise.all(names.slice(0, MOST).map((certificate) => summary(desk, certificate)));
  const told = all.flatMap((each) => (each === undefined ? [] : [each]));
  await note(desk, asker, request.purpose, told);
  if (request.by === 'number') return { certificates: told };
  return { certificates: told, ...(await heldBeside(desk, asker, request, told)) };

  async function ofPerson(): Promise<readonly string[]> {
    const person = request.by === 'person' ? request.citizenNumber : '';
    return (await desk.people.get(desk.personKey(person)))?.value.certificates ?? [];
  }
}

/**
 * What the province's own system holds of the person besides. It has no certificate by which the look could be kept: it is
 * kept under a name made of the person.
 */
async function heldBeside(
  desk: CertificateDesk,
  asker: Asker,
  { citizenNumber, purpose }: { readonly citizenNumber: string; readonly purpose: LookUpPurpose },
  told: readonly FoundCertificate[],
): Promise<Held> {
  if (desk.register === undefined) return {};
  await note(desk, asker, purpose, [{ certificate: `register-${desk.nameFor(`person ${citizenNumber}`)}` }]);
  return heldOnly(desk, citizenNumber, new Set(told.map(({ type, number }) => `${type}:${number}`)));
}

/** One certificate, with its states and the credential. @throws Refusal CERTIFICATE_UNKNOWN */
export async function lookedUp(
  desk: CertificateDesk,
  asker: Asker,
  certificate: string,
  purpose: LookUpPurpose,
  nameOf: (organisation: string) => Promise<string>,
): Promise<OfficialView> {
  const { value } = await load(desk, certificate, ({ issued }) => issued !== undefined);
  const record = await recordOf(desk, certificate);
  const [view] = await viewOf(desk, value);
  if (record === undefined || view === undefined) throw new Refusal('CERTIFICATE_UNKNOWN');
  await note(desk, asker, purpose, [{ certificate }]);
  const { body } = record.beginning;
  return {
    certificate,
    type: value.type,
    number: value.issued?.number ?? '',
    issuer: record.issuer,
    issuerName: await nameOf(record.issuer),
    holder: record.holder,
    provenance: record.beginning.provenance,
    issuedOn: value.issuedOn,
    ...(body.validUntil !== undefined && { validUntil: body.validUntil }),
    state: record.state,
    history: await historyOf(desk, record),
    ...(body.predecessor !== undefined && { predecessor: body.predecessor }),
    ...('succession' in body && body.succession !== undefined && { succession: body.succession }),
    ...(record.successor !== undefined && { successor: record.successor }),
    ...('process' in body && body.process !== undefined && { process: body.process }),
    warnings: warningsAbout(record),
    status: value.status,
    credential: view.credential,
    ...(view.receipt !== undefined && { receipt: view.receipt }),
  };
}

/** Its dated states, with the national codes and what was said. */
async function historyOf(
  desk: CertificateDesk,
  record: certificateRecords.CertificateRecord,
): Promise<OfficialView['history']> {
  return Promise.all(
    record.states.map(async (each, i) => {
      const { state, operation, at, decision } = each;
      const text = await textOf(desk, record, i + 1);
      return {
        state,
        operation,
        nationalState: certificateRules.nationalState(each),
        nationalOperation: certificateRules.nationalOperation(record, each),
        at,
        ...(decision !== undefined && wordsOf(decision)),
        ...(text !== undefined && { text }),
      };
    }),
  );
}

/**
 * The identifier towards this province of a person whom the official names in full.
 * @throws Refusal IDENTITY_NOT_PROVEN nobody of this number has come here, HOLDER_MISMATCH under another name
 */
export async function holderNamed(
  desk: CertificateDesk,
  { name, citizenNumber }: { readonly name: string; readonly citizenNumber: string },
): Promise<string> {
  const known = await desk.holders.get(desk.personKey(citizenNumber));
  if (known === undefined) throw new Refusal('IDENTITY_NOT_PROVEN');
  const { identifier: holder } = known.value;
  await requireHolder(desk, holder, { name, citizenNumber });
  return holder;
}

/** Who looked at a certificate, for its holder; the latest first. @throws Refusal CERTIFICATE_UNKNOWN */
export async function lookUpsOf(desk: CertificateDesk, asker: Asker, certificate: string) {
  await load(desk, certificate, ({ holder }) => holder === asker.identifier);
  const { records } = await desk.lookUps.list({ prefix: `${certificate}:`, limit: 1000 });
  return records.map(({ value: { by, at, purpose } }) => ({ by, at, purpose })).toReversed();
}

async function summary(desk: CertificateDesk, certificate: string): Promise<FoundCertificate | undefined> {
  const file = (await desk.files.get(certificate))?.value;
  const record = await recordOf(desk, certificate);
  if (file?.issued === undefined || record === undefined) return undefined;
  const { type, issuer, issuedOn, issued } = file;
  return { certificate, type, issuer, number: issued.number, issuedOn, state: record.state };
}

async function byNumber(desk: CertificateDesk, number: string): Promise<string[]> {
  const digest = toBase64url(desk.provider.hash('SM3', new TextEncoder().encode(number)));
  const names: string[] = [];
  for await (const issuer of issuersOf(desk)) {
    const known = await desk.numbers.get(`${issuer}:${digest}`);
    if (known !== undefined) names.push(known.value.certificate);
  }
  return names;
}

/** Whoever has issued here: numbers are kept by issuer, so one look for each is enough. */
async function* issuersOf(desk: CertificateDesk): AsyncGenerator<string> {
  let after: string | undefined;
  for (;;) {
    const { records } = await desk.numbers.list({ limit: 1, ...(after !== undefined && { after }) });
    const issuer = records[0]?.key.split(':')[0];
    if (issuer === undefined) return;
    yield issuer;
    after = `${issuer}:${AFTER_EVERY_DIGEST}`;
  }
}

/** No digest in base64url stands after it. */
const AFTER_EVERY_DIGEST = 'z'.repeat(44);

/** Keeps that an official looked, and why. */
export async function note(
  desk: CertificateDesk,
  { identifier: by }: Asker,
  purpose: LookUpPurpose,
  looked: readonly { readonly certificate: string }[],
): Promise<void> {
  const at = desk.clock().toISOString();
  const one = toBase64url(desk.random(6));
  const changes = looked.map(({ certificate }) =>
    desk.lookUps.put(`${certificate}:${at}:${one}`, { schema: 1, certificate, by, at, purpose }, 0),
  );
  if (changes.length > 0) await desk.store.write(changes);
}

function wordsOf(decision: object): { reason?: string; ground?: string; to?: string } {
  const { reason, ground, to } = decision as Record<string, string | undefined>;
  return {
    ...(reason !== undefined && { reason }),
    ...(ground !== undefined && { ground }),
    ...(to !== undefined && { to }),
  };
}
