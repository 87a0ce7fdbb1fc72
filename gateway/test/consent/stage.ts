import { ledgerTrustOf, openTrust } from '@renxin/archive/verify';
import type { consentMessages as messages } from '@renxin/chaincode/messages';
import { nativeProvider } from '@renxin/seal/native';
import { consentAnswer, type ConsentAnswer } from '@renxin/wallets/api';
import { citizen, commitTo, recipient, type Asked } from '@renxin/wallets/consent';
import { attest, bind, Keystore } from '@renxin/wallets/keystore';
import type { Holder } from '@renxin/wallets/labor-contract';
import { HeaderKeeper } from '@renxin/wallets/receipts';
import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { LEDGER } from '../../src/compose.js';
import { bank as demonstrationBank, court, guangdong } from '../../src/demonstration/organisations.js';
import { Seeded, syntheticPerson } from '../../src/demonstration/people.js';
import { AlteringClient, openInstance, ringOf, signedBy, type Instance } from '../story/instance.js';

export const PURPOSE = 'loan-income-check';
export const FIELDS = ['employer-name', 'insured-months'];
export const THREE = ['contribution-base', ...FIELDS];

export interface Acting extends Holder {
  readonly client: AlteringClient;
}

/** A platform with a citizen and a bank whose wallets live in this process. */
export interface ConsentStage {
  readonly instance: Instance;
  readonly citizen: Acting;
  readonly bank: Acting;
}

export async function openStage(directory?: string): Promise<ConsentStage> {
  const instance = await openInstance(directory);
  return { instance, citizen: await enrolCitizen(instance), bank: await enrolBank(instance) };
}

let seed = 500;

/** A citizen with an identifier towards the data source, which knows whose it is. */
export async function enrolCitizen(instance: Instance): Promise<Acting> {
  const keystore = await newKeystore(instance);
  const { name, citizenNumber } = syntheticPerson(new Seeded(seed++));
  const authority = instance.running.troupe.addressOf('identity-authority');
  const attested = await attest(keystore, authority, { name, citizenNumber }, 'consent', guangdong.id);
  const identifier = await bind(keystore, instance.gateway, LEDGER, attested, new Date().toISOString());
  const acting = await actingOf(instance, identifier, keystore);
  await citizen.introduce(acting, attested.attestation);
  return acting;
}

/** The demonstration's bank, enrolled by counted approvals; or another one of that role. */
export async function enrolBank(instance: Instance, id = demonstrationBank.id): Promise<Acting> {
  const keystore = await newKeystore(instance);
  const signer = await keystore.generate({ identifier: id, relation: 'organisation', towards: id }, 'SM2');
  await instance.running.composed.enrol(
    { ...demonstrationBank, id },
    {
      registration: async () => ({ key: signer.key }),
      possess: (change) => signedBy(signer, 'registry/change', change),
    },
  );
  return actingOf(instance, id, keystore);
}

/** An organisation of the platform, at its own desk: its key lies in the platform's ring. */
export async function hostedOrganisation(instance: Instance, id: string): Promise<Acting> {
  const ring = await ringOf(instance);
  return actingOf(instance, id, { signer: async () => ring.signer(id) });
}

export function askedOf({ citizen: { identifier } }: ConsentStage, change: Partial<Asked> = {}): Asked {
  const { id, name, uscc } = demonstrationBank;
  return {
    source: { id: guangdong.id, name: guangdong.name },
    subject: identifier,
    recipient: { id, name, uscc, contact: '95500' },
    purpose: PURPOSE,
    fields: FIELDS,
    count: 2,
    days: 30,
    ...change,
  };
}

/** Asked by the bank and granted by the citizen. @returns the consent's name */
export async function granted(stage: ConsentStage, change: Partial<Asked> = {}): Promise<string> {
  const name = await requested(stage, change);
  await citizen.grant(stage.citizen, await citizen.openRequest(stage.citizen, name));
  return name;
}

export async function requested(stage: ConsentStage, change: Partial<Asked> = {}): Promise<string> {
  return (await recipient.request(stage.bank, askedOf(stage, change))).consent.consent;
}

export function fetchOnce(
  stage: Pick<ConsentStage, 'bank'>,
  consent: string,
  change: { purpose?: string; fields?: readonly string[]; authorisation?: string } = {},
) {
  return recipient.fetchData(stage.bank, { consent, purpose: PURPOSE, fields: FIELDS, ...change });
}

/** A court's order, approved by another authority. */
export async function demand(
  stage: ConsentStage,
  change: {
    by?: string;
    approver?: string;
    order?: Partial<messages.Order>;
    scope?: Partial<messages.Scope>;
  } = {},
): Promise<ConsentAnswer> {
  const { by = court.id, approver = guangdong.id } = change;
  const acting = await hostedOrganisation(stage.instance, by);
  const { catalogue } = await recipient.readCatalogue(acting);
  const document = commitTo(acting, '（2026）演0101民初100号');
  const officer = commitTo(acting, '演示法官');
  const reason = commitTo(acting, '查明劳动关系');
  const at = new Date();
  const order: messages.Order = {
    consent: `o-${randomUUID()}`,
    source: guangdong.id,
    recipient: by,
    subject: stage.citizen.identifier,
    basis: 'court-order',
    scope: {
      purpose: 'dispute-hearing',
      fields: THREE,
      mode: 'view',
      count: 1,
      from: at.toISOString(),
      until: new Date(at.getTime() + 7 * 86_400_000).toISOString(),
      retentionDays: 365,
      ...change.scope,
    },
    catalogue: { version: catalogue.version, sm3: catalogue.sm3 },
    document: document.commitment,
    officer: officer.commitment,
    reason: reason.commitment,
    at: at.toISOString(),
    ...change.order,
  };
  const ring = await ringOf(stage.instance);
  const sign = (name: string) => signedBy(ring.signer(name), 'consent/other-basis', order);
  const body = {
    order,
    signature: await sign(by),
    approval: { by: approver, signature: await sign(approver) },
    document: document.opened,
    officer: officer.opened,
    reason: reason.opened,
  };
  return acting.client.post('/api/v1/consent-orders', 'consent', body, consentAnswer);
}

async function actingOf(
  instance: Instance,
  identifier: string,
  keystore: Pick<Keystore, 'signer'>,
): Promise<Acting> {
  const { trust } = openTrust(await instance.running.composed.trust(), nativeProvider);
  const clock = (): Date => new Date();
  const signer = await keystore.signer(identifier);
  return {
    identifier,
    ledger: LEDGER,
    keystore: keystore as Keystore,
    clock,
    provider: nativeProvider,
    random: (length) => new Uint8Array(randomBytes(length)),
    headers: new HeaderKeeper(
      join(instance.directory, `test-header-${randomUUID()}.json`),
      instance.gateway,
      nativeProvider,
      ledgerTrustOf(trust),
    ),
    client: new AlteringClient({ baseUrl: instance.gateway, ledger: LEDGER, identifier, signer, clock }),
  };
}

async function newKeystore(instance: Instance): Promise<Keystore> {
  return Keystore.open(join(instance.directory, 'test-clients', randomUUID()), 'a passphrase of this test');
}
