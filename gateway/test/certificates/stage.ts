import { ledgerTrustOf, openTrust } from '@renxin/archive/verify';
import { nativeProvider } from '@renxin/seal/native';
import type { JsonObject } from '@renxin/chaincode/canonical';
import { attest, bind, Keystore } from '@renxin/wallets/keystore';
import * as wallet from '@renxin/wallets/e-certificate';
import type { Holder } from '@renxin/wallets/labor-contract';
import { transferIn, type AttestationAnswer, type TransferIn } from '@renxin/wallets/api';
import { HeaderKeeper } from '@renxin/wallets/receipts';
import assert from 'node:assert/strict';
import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import type { CertificateDesk } from '../../src/certificates/desk.js';
import { LEDGER } from '../../src/compose.js';
import { assessor, employer, guangdong } from '../../src/demonstration/organisations.js';
import { Seeded, syntheticPerson, type SyntheticPerson } from '../../src/demonstration/people.js';
import { passphraseOf } from '../../src/keys/passphrase.js';
import { AlteringClient, ringOf, today, type Instance } from '../story/instance.js';

/** People and organisations of story 2, whose wallets live in this process and speak HTTP. */

export interface TestHolder extends Holder {
  readonly client: AlteringClient;
  readonly keystore: Keystore;
  readonly person: SyntheticPerson;
  readonly attestation: AttestationAnswer['attestation'];
}

let seed = 900;

/** A person with an identifier towards one province; `like` is the same person towards another one. */
export async function enrolHolder(
  instance: Instance,
  province: string,
  like?: Pick<TestHolder, 'person' | 'keystore'>,
): Promise<TestHolder> {
  const person = like?.person ?? syntheticPerson(new Seeded(seed++));
  const keystore = like?.keystore ?? (await newKeystore(instance));
  const { name, citizenNumber } = person;
  const authority = instance.running.troupe.addressOf('identity-authority');
  const attested = await attest(keystore, authority, { name, citizenNumber }, 'credential', province);
  const gateway = baseOf(instance, province);
  const identifier = await bind(keystore, gateway, LEDGER, attested, new Date().toISOString());
  const holder = await connect(instance, keystore, identifier, province);
  await wallet.introduce(holder, attested.attestation);
  return { ...holder, person, attestation: attested.attestation };
}

/** The demonstration's assessor, with its own keys from its own directory, accredited in 广东. */
export async function assessorOf(instance: Instance, province = guangdong.id): Promise<wallet.Issuer> {
  await instance.running.troupe.must('assessor', 'registration');
  const directory = join(instance.directory, 'assessor');
  const keystore = await Keystore.open(directory, await passphraseOf(directory));
  const issuer = { ...(await connect(instance, keystore, assessor.id, province)), registryKey: 1 };
  return wallet.registerAssertionKey(issuer);
}

/** Somebody of the province, who acts with its key: what the gateway's own staff is. */
export async function officialOf(
  instance: Instance,
  province: string,
  clock = (): Date => new Date(),
): Promise<AlteringClient> {
  const signer = (await ringOf(instance)).signer(province);
  return new AlteringClient({
    baseUrl: baseOf(instance, province),
    ledger: LEDGER,
    identifier: province,
    signer,
    clock,
  });
}

export async function decide(
  official: AlteringClient,
  certificate: string,
  decision: object,
): Promise<string> {
  const path = `/api/v1/e-certificates/${certificate}/decisions`;
  const answer = z.looseObject({ state: z.string() });
  return (await official.post(path, 'certificate', decision, answer)).state;
}

/** What an official of the receiving province decides about a transfer. */
export async function decideTransfer(
  official: AlteringClient,
  transfer: string,
  decision: object,
): Promise<TransferIn> {
  return official.post(`${TRANSFERS}/${transfer}/decisions`, 'certificate', decision, transferIn);
}

export const TRANSFERS = '/api/v1/e-certificates/transfers-in';

export async function recognise(
  instance: Instance,
  by: string,
  of: string,
  change: object = {},
): Promise<void> {
  const official = await officialOf(instance, by);
  const request = {
    recognition: `rec-${randomUUID()}`,
    of,
    type: 'vocational-skill-level',
    from: '2024-01-01',
    until: '2035-12-31',
    ...change,
  };
  await official.post('/api/v1/recognitions', 'certificate', request, z.looseObject({}));
}

export const TYPE = '11100000TX00009928004';

/** What the assessor found, as the type's schema has it. */
export function said(holder: Pick<TestHolder, 'person'>, change: JsonObject = {}): JsonObject {
  return {
    name: holder.person.name,
    citizenNumber: holder.person.citizenNumber,
    occupation: '电工',
    occupationCode: '6-29-03-07',
    level: '3',
    certificateNo: `S${randomInt(1e12, 1e13 - 1)}${String(randomInt(1e7, 1e8 - 1))}`,
    assessor: { name: assessor.name, uscc: assessor.uscc },
    issuedOn: today(),
    certificateIdentifier: identifierFor(),
    ...change,
  };
}

export function application(holder: Pick<TestHolder, 'identifier'>, change: object = {}): wallet.Application {
  return {
    certificate: `v-${randomUUID()}`,
    holder: holder.identifier,
    type: 'vocational-skill-level',
    region: '44',
    issuedOn: today(),
    ...change,
  };
}

export function identifierFor(uscc: string = assessor.uscc): string {
  return wallet.certificateIdentifier(TYPE, uscc, `GD${randomBytes(6).toString('hex').toUpperCase()}`, '001');
}

/** Issued, delivered: the certificate's id and what the holder has. */
export async function issueTo(
  issuer: wallet.Issuer,
  holder: TestHolder,
  change: wallet.Issuing = {},
): Promise<{ certificate: string; credential: JsonObject }> {
  const about = application(holder);
  await wallet.issueCertificate(issuer, about, said(holder), change);
  const held = await wallet.fetchCertificates(holder);
  const view = held.find(({ certificate }) => certificate === about.certificate);
  return { certificate: about.certificate, credential: view!.credential };
}

/** A claim with only the level, for the same person's identifier towards the verifier. */
export async function derivedLevel(
  issuer: wallet.Issuer,
  holder: TestHolder,
  towards: TestHolder,
  certificate: string,
  credential: JsonObject,
  verifier: string,
): Promise<JsonObject> {
  const { attestation } = towards;
  const derivation = await wallet.requestDerivation(holder, certificate, verifier, ['level'], attestation);
  for (const waiting of await wallet.waiting(issuer))
    if (waiting.derivation === derivation) await wallet.derive(issuer, waiting, credential);
  return wallet.fetchDerivation(holder, derivation);
}

export function baseOf(instance: Instance, organisation: string): string {
  return `${instance.running.url}/orgs/${organisation}`;
}

export async function connect(
  instance: Instance,
  keystore: Keystore,
  identifier: string,
  organisation: string,
): Promise<Holder & { client: AlteringClient; keystore: Keystore }> {
  const { trust } = openTrust(await instance.running.composed.trust(), nativeProvider);
  const baseUrl = baseOf(instance, organisation);
  const clock = (): Date => new Date();
  const path = join(instance.directory, `test-header-${randomUUID()}.json`);
  const signer = await keystore.signer(identifier);
  return {
    identifier,
    ledger: LEDGER,
    keystore,
    headers: new HeaderKeeper(path, baseUrl, nativeProvider, ledgerTrustOf(trust)),
    clock,
    provider: nativeProvider,
    random: (length) => new Uint8Array(randomBytes(length)),
    client: new AlteringClient({ baseUrl, ledger: LEDGER, identifier, signer, clock }),
  };
}

async function newKeystore(instance: Instance): Promise<Keystore> {
  return Keystore.open(join(instance.directory, 'test-clients', randomUUID()), 'a passphrase of this test');
}

/** What a province's gateway works with. */
export function deskOf(instance: Instance, province: string): CertificateDesk {
  const { organisations } = instance.running.composed.composition;
  const desk = organisations.find(({ id }) => id === province)?.services.eCertificates;
  assert.ok(desk);
  return desk;
}

let employers: Promise<wallet.Issuer> | undefined;
let employersOf: Instance | undefined;

/** The demonstration's employer as an issuer, at 广东. */
export async function employerIssuer(instance: Instance): Promise<wallet.Issuer> {
  if (employersOf !== instance) employers = undefined;
  employersOf = instance;
  employers ??= (async () => {
    const directory = join(instance.directory, 'employer');
    const keystore = await Keystore.open(directory, await passphraseOf(directory));
    const own = { ...(await connect(instance, keystore, employer.id, guangdong.id)), registryKey: 1 };
    return wallet.registerAssertionKey(own);
  })();
  return employers;
}
