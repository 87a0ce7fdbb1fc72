import { ledgerTrustOf, openTrust } from '@renxin/archive/verify';
import {
  assessor,
  employer,
  guangdong,
  Seeded,
  syntheticPerson,
  type SyntheticPerson,
} from '@renxin/gateway/demonstration';
import { KeyRing, passphraseOf } from '@renxin/gateway/keys';
import { nativeProvider } from '@renxin/seal/native';
import { GatewayClient } from '@renxin/wallets/client';
import { attest, bind, Keystore, requestCertificate, type Keys } from '@renxin/wallets/keystore';
import { citizen } from '@renxin/wallets/consent';
import { introduce, registerAssertionKey, type Issuer } from '@renxin/wallets/e-certificate';
import type { Holder, Party } from '@renxin/wallets/labor-contract';
import type { LedgerTrust } from '@renxin/network/proof';
import { HeaderKeeper } from '@renxin/wallets/receipts';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { leanFetch } from './lean-fetch.js';
import { MemoryKeys } from './memory-keys.js';

/** Where the platform is, and what its clients need to know of it. */
export interface Place {
  readonly url: string;
  readonly authority: string;
  /** The platform's data directory: the demonstration's employer keeps its key in a folder there. */
  readonly data: string;
  /** A directory for what the clients remember. */
  readonly memory: string;
  readonly ledger: string;
  readonly trust: LedgerTrust;
}

export interface Worker {
  readonly party: Party;
  readonly person: SyntheticPerson;
}

export async function placeOf(given: Omit<Place, 'ledger' | 'trust'>): Promise<Place> {
  const bytes = new Uint8Array(await (await fetch(`${given.url}/trust.json`)).arrayBuffer());
  const { trust } = openTrust(bytes, nativeProvider);
  return { ...given, ledger: trust.ledger, trust: ledgerTrustOf(trust) };
}

/** Desks of the demonstration's employer: each with a session and a memory of its own, all with the employer's one key. */
export async function employerDesks(place: Place, count: number): Promise<Party[]> {
  const passphrase = (await readFile(join(place.data, 'employer', 'passphrase'), 'utf8')).trim();
  const keystore = await Keystore.open(join(place.data, 'employer'), passphrase);
  const desks = Array.from({ length: count }, (_, i) =>
    partyOf(place, guangdong.id, 'employer', employer.id, keystore, `desk-${i}`),
  );
  return Promise.all(desks);
}

/** A worker whose identity was just proven, with a key and a certificate for this employer. */
export async function enrolWorker(place: Place, seed: number): Promise<Worker> {
  const person = syntheticPerson(new Seeded(seed));
  const keys = new MemoryKeys();
  const { name, citizenNumber } = person;
  const answer = await attest(keys, place.authority, { name, citizenNumber }, 'employment', employer.id);
  const identifier = await bind(keys, gatewayOf(place), place.ledger, answer, now());
  const party = await partyOf(place, guangdong.id, 'worker', identifier, keys, identifier);
  await requestCertificate(keys, party.client, identifier, { commonName: name }, answer.attestation, now());
  return { party, person };
}

/** A citizen with an identifier for consents towards the demonstration's data source. */
export async function enrolCitizen(place: Place, seed: number): Promise<Holder> {
  const { name, citizenNumber } = syntheticPerson(new Seeded(seed));
  const keys = new MemoryKeys();
  const answer = await attest(keys, place.authority, { name, citizenNumber }, 'consent', guangdong.id);
  const identifier = await bind(keys, gatewayOf(place), place.ledger, answer, now());
  const party = await partyOf(place, guangdong.id, 'worker', identifier, keys, identifier);
  await citizen.introduce(party, answer.attestation);
  return party;
}

/** A holder with an identifier for certificates towards a province; the same keys hold all of one person's. */
export async function enrolHolder(
  place: Place,
  province: string,
  person: SyntheticPerson,
  keys: MemoryKeys,
): Promise<Holder> {
  const { name, citizenNumber } = person;
  const answer = await attest(keys, place.authority, { name, citizenNumber }, 'credential', province);
  const identifier = await bind(keys, gatewayOf(place, province), place.ledger, answer, now());
  const party = await partyOf(place, province, 'worker', identifier, keys, identifier);
  await introduce(party, answer.attestation);
  return party;
}

/** The demonstration's assessor, with its key from its own directory. */
export async function assessorOf(place: Place): Promise<Issuer> {
  const directory = join(place.data, 'assessor');
  const passphrase = (await readFile(join(directory, 'passphrase'), 'utf8')).trim();
  const keystore = await Keystore.open(directory, passphrase);
  const party = await partyOf(place, guangdong.id, 'worker', assessor.id, keystore, 'assessor');
  return registerAssertionKey({ ...party, keystore, registryKey: 1 });
}

/** Somebody of a province, who acts with its key: what the gateway's own staff is. */
export async function officialOf(place: Place, province: string): Promise<GatewayClient> {
  const directory = join(place.data, 'gateway');
  const keys = await KeyRing.open(join(directory, 'keys.json'), await passphraseOf(directory));
  const baseUrl = gatewayOf(place, province);
  const signer = keys.signer(province);
  return new GatewayClient({
    baseUrl,
    ledger: place.ledger,
    identifier: province,
    signer,
    clock,
    fetch: leanFetch,
  });
}

export function gatewayOf({ url }: Place, organisation: string = guangdong.id): string {
  return `${url}/orgs/${organisation}`;
}

async function partyOf(
  place: Place,
  organisation: string,
  role: Party['role'],
  identifier: string,
  keystore: Keys,
  file: string,
): Promise<Party> {
  const { ledger, memory, trust } = place;
  const signer = await keystore.signer(identifier);
  const baseUrl = gatewayOf(place, organisation);
  return {
    identifier,
    role,
    ledger,
    clock,
    provider: nativeProvider,
    random: (length) => new Uint8Array(randomBytes(length)),
    keystore,
    client: new GatewayClient({ baseUrl, ledger, identifier, signer, clock, fetch: leanFetch }),
    headers: new HeaderKeeper(join(memory, `${file}.json`), baseUrl, nativeProvider, trust),
  };
}

const clock = (): Date => new Date();

function now(): string {
  return clock().toISOString();
}
