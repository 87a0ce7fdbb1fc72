import { fromBase64url, readJson } from '@renxin/chaincode/canonical';
import { ContractError } from '@renxin/chaincode/kernel';
import { messageBytes, type Attestation } from '@renxin/chaincode/messages';
import { personAnswer, type personRequest } from '@renxin/wallets/api';
import type { z } from 'zod';
import type { Outgoing } from '../outgoing/index.js';
import { Refusal } from '../problem/index.js';
import { heldOnly } from './held-elsewhere.js';
import { reservedFor } from './reserving.js';
import { recordOf, type Asker, type CertificateDesk } from './desk.js';

/** Everything that the provinces keep of one person, for this person: asked at each province's own address. */

type Answer = z.infer<typeof personAnswer>;
type Request = z.infer<typeof personRequest>;

/** Milliseconds that a province has to answer. */
const TIMEOUT = 1500;
/** Bytes of its answer at most. */
const LONGEST = 1 << 20;

/**
 * Asks all of them at once. Who does not answer in time is named; the others' answers count.
 * @throws Refusal ATTESTATION_INVALID, HOLDER_MISMATCH for somebody else's attestation
 */
export async function everywhere(
  desk: Pick<
    CertificateDesk,
    'identities' | 'provinces' | 'baseOf' | 'outgoing' | 'ledger' | 'provider' | 'clock'
  >,
  asker: Asker,
  request: Request,
): Promise<{ partial: boolean; missing: string[]; results: Answer[] }> {
  if (request.attestation.body.identifier !== asker.identifier) throw new Refusal('HOLDER_MISMATCH');
  await requireCitizen(desk, request);
  const asked = await Promise.all(
    desk.provinces.map(async (province) => ({
      province,
      answer: await ask(desk.outgoing, desk.baseOf(province), request).catch(() => undefined),
    })),
  );
  const results = asked.flatMap(({ answer }) => (answer === undefined ? [] : [answer]));
  const missing = asked.flatMap(({ province, answer }) => (answer === undefined ? [province] : []));
  const isPart = results.some(
    ({ register, unreadable }) => register === 'unavailable' || unreadable !== undefined,
  );
  return { partial: missing.length > 0 || isPart, missing, results };
}

async function ask(outgoing: Outgoing, base: string | undefined, request: Request): Promise<Answer> {
  const url = new URL(`${base ?? ''}/api/v1/e-certificates/by-person`);
  const { status, body } = await outgoing(url, {
    method: 'POST',
    json: request,
    limit: LONGEST,
    timeout: TIMEOUT,
  });
  if (status !== 200) throw new Error(`status ${String(status)}`);
  return personAnswer.parse(readJson(body));
}

/**
 * What this province keeps of the person that the identity authority names and whose key asks: which certificates, in
 * which state; not what they say.
 * @throws Refusal ATTESTATION_INVALID, SIGNATURE_INVALID, SIGNATURE_TIME
 */
export async function ofPerson(desk: CertificateDesk, request: Request): Promise<Answer> {
  const { citizenNumber } = await requireCitizen(desk, request);
  const theirs = await desk.people.get(desk.personKey(citizenNumber));
  const certificates: Answer['certificates'] = [];
  const anchored = new Set<string>();
  for (const certificate of theirs?.value.certificates ?? []) {
    const file = (await desk.files.get(certificate))?.value;
    const record = await recordOf(desk, certificate);
    if (file?.issued === undefined || record === undefined) continue;
    const { type, issuedOn, issued } = file;
    anchored.add(`${type}:${issued.number}`);
    certificates.push({ certificate, type, state: record.state, issuedOn, digest: issued.digest });
  }
  const reserved = await reservedFor(desk, citizenNumber);
  const { held, ...said } = await heldOnly(desk, citizenNumber, anchored);
  // Which certificates, not what they say: the answer goes through another province.
  const unnumbered = held?.map(({ number: _number, ...told }) => told);
  const province = desk.organisation;
  return {
    province,
    certificates,
    ...said,
    ...(unnumbered !== undefined && { held: unnumbered }),
    ...(reserved !== undefined && { reserved }),
  };
}

/** Milliseconds that a question may be old: it is for this once. */
const FRESH = 60_000;

/** The identity authority says who it is, and the key that it names asks now. */
async function requireCitizen(
  desk: Pick<CertificateDesk, 'identities' | 'ledger' | 'provider' | 'clock'>,
  { attestation, query }: Request,
): Promise<Attestation> {
  const body = await desk.identities.check(attestation);
  if (query.body.identifier !== body.identifier) throw new Refusal('HOLDER_MISMATCH');
  const age = Math.abs(desk.clock().getTime() - Date.parse(query.body.at));
  if (age > FRESH) throw new ContractError('SIGNATURE_TIME');
  const message = messageBytes('identity/query', desk.ledger.name, query.body);
  const signature = fromBase64url(query.signature) ?? new Uint8Array();
  if (!desk.provider.verify(body.key, message, signature)) throw new ContractError('SIGNATURE_INVALID');
  return body;
}
