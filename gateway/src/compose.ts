import { signTrust, type Trust } from '@renxin/archive/verify';
import { canonicalBytes, toBase64url } from '@renxin/chaincode/canonical';
import { laborContractRecords, registry } from '@renxin/chaincode/contracts';
import { ContractError } from '@renxin/chaincode/kernel';
import type { registryMessages } from '@renxin/chaincode/messages';
import { LedgerError, type Ledger, type LedgerView, type TxPosition } from '@renxin/network';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { createNativeProvider } from '@renxin/seal/native';
import {
  createTimeStampAuthority,
  POLICY_TEST_TIME_STAMP,
  timeStampRequest,
  type TimeStampAuthority,
} from '@renxin/seal/tsa';
import { rememberVerified } from '@renxin/seal/verify';
import { readIfThere, writeDurably } from '@renxin/wallets/keystore';
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { z } from 'zod';
import type { Config } from './config.js';
import { employer as demonstrationEmployer, hosted, ministry } from './demonstration/organisations.js';
import { Seeded, syntheticPerson } from './demonstration/people.js';
import { demonstrationTerms } from './demonstration/terms.js';
import {
  enrolEmployer,
  foundLedger,
  type EmployerPort,
  type IdentityAuthorityPort,
} from './founding/found.js';
import type { Composition, HostedOrganisation, Platform } from './http/composition.js';
import { IdempotentAnswers } from './idempotency/idempotent-answers.js';
import { KeyRing, unattended } from './keys/key-ring.js';
import { contractFile, contractNumber, priorContract } from './labor-contract/contract-file.js';
import type { Desk } from './labor-contract/desk.js';
import { disclosureBody } from './labor-contract/disclosure.js';
import { IdentityRecords } from './labor-contract/identities.js';
import { documentPress } from './labor-contract/press.js';
import type { TimeStamping } from './labor-contract/time-stamping.js';
import { Turns } from './labor-contract/turns.js';
import { openEmbedded } from './ledger/embedded.js';
import type { OpenedLedger } from './ledger/opened-ledger.js';
import { createLog, type Log } from './log/log.js';
import { Metrics } from './metrics/metrics.js';
import { CertificateAuthority } from './pki/certificate-authority.js';
import { hierarchyKeys, issueHierarchy, type Hierarchy } from './pki/hierarchy.js';
import type { OperatorsMeans } from './play/means.js';
import { Refusal } from './problem/index.js';
import type { LaborContractServices } from './services.js';
import { Sessions, type KeyOf } from './session/index.js';
import { organisationOn, registeredParty } from './session/registered-party.js';
import { Blobs, JsonRecords, openLevelRecordStore, type RecordStore } from './store/index.js';

export const LEDGER = 'renxin-demo';
const VERSION = '0.1.0';
/** The organisation that is a platform for labor contracts in the demonstration. */
const PLATFORM = 'gd';

/** Everything constructed, before anything listens. */
export interface Composed {
  readonly composition: Composition;
  readonly ledger: Ledger;
  readonly log: Log;
  /** The operator's directory and key, where one operator runs the ledger: for the attack button of the demonstration. */
  readonly means: OperatorsMeans | undefined;
  /** Set once it listens. */
  setPublicUrl(url: string): void;
  /** Draws a contract that nobody will sign: opening the font takes most of a second, which the first party need not wait. */
  warmUp(): Promise<void>;
  /** Founds the ledger, when that has not happened yet. */
  found(authority: IdentityAuthorityPort): Promise<void>;
  /** Enrols the demonstration's employer, when that has not happened yet. */
  enrol(employer: EmployerPort): Promise<void>;
  /** The signed trust file and its fingerprint. */
  trust(): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** The one place where things are constructed. */
export async function compose(config: Config, passphrase: string): Promise<Composed> {
  const log = createLog(config.logLevel, pino.destination(2));
  const { provider, fallback } = createNativeProvider();
  if (fallback !== undefined) log.warn({ operation: fallback }, 'native cryptography is not used');
  const directory = join(config.data, 'gateway');
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const clock = (): Date => new Date();
  const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));
  const keys = await KeyRing.open(join(directory, 'keys.json'), passphrase);
  const names = Object.fromEntries(
    ['operator', ...hosted.map(({ id }) => id)].map((name) => [name, 'SM2' as const]),
  );
  await keys.ensure(
    { ...names, ...hierarchyKeys },
    hosted.map(({ id }) => `token-${id}`),
  );
  const store = await openLevelRecordStore(join(directory, 'store'));
  const hierarchy = await keptHierarchy(
    join(directory, 'certificates.json'),
    keys,
    provider,
    random,
    clock(),
  );
  // Fabric's client takes memory and time to load, which nobody needs who does not use it.
  const opened =
    config.ledger.kind === 'fabric'
      ? await (await import('./ledger/fabric.js')).openFabric({ ...config.ledger, provider, clock })
      : await openEmbedded({
          directory: join(directory, 'ledger'),
          name: LEDGER,
          operator: { id: ministry.id, name: ministry.name, signer: keys.signer('operator') },
          provider,
          clock,
        });
  const { ledger, view } = opened;
  const organisations: HostedOrganisation[] = [];
  const purge = setInterval(() => {
    for (const { services } of organisations) void services.idempotency.purge().catch(() => undefined);
  }, 3_600_000).unref();
  let publicUrl = config.publicUrl ?? `http://${config.host}:${config.port}`;
  const base: Base = {
    config,
    provider,
    clock,
    random,
    keys,
    store,
    ledger,
    view,
    anchors: () => opened.anchors(),
    hierarchy,
    positions: positionsOf(store),
  };
  const platform: Platform = {
    publicUrl: () => publicUrl,
    clock,
    random,
    log,
    metrics: new Metrics(),
    notReady: async () => ((await isFounded(ledger).catch(isSilent)) ? [] : ['ledger']),
  };
  for (const { id, role } of hosted) organisations.push(hostedOrganisation(base, id, role, () => publicUrl));
  return {
    composition: { organisations, platform },
    ledger,
    log,
    means: opened.means,
    setPublicUrl: (url) => void (publicUrl = config.publicUrl ?? url),
    warmUp: () => warmUp(organisations, clock()),
    found: (authority) => found(base, authority),
    enrol: (employer) => enrol(base, employer),
    trust: () => trustFile(base),
    close: async () => {
      clearInterval(purge);
      await ledger.close();
      await store.close();
    },
  };
}

interface Base {
  readonly config: Config;
  readonly provider: CryptoProvider;
  readonly clock: () => Date;
  readonly random: (length: number) => Uint8Array;
  readonly keys: KeyRing;
  readonly store: RecordStore;
  readonly ledger: Ledger;
  readonly view: LedgerView;
  readonly anchors: OpenedLedger['anchors'];
  readonly hierarchy: Hierarchy;
  readonly positions: {
    of(name: string): Promise<TxPosition>;
    keep(name: string, at: TxPosition): Promise<void>;
  };
}

function hostedOrganisation(
  base: Base,
  id: string,
  role: registryMessages.Organisation['role'],
  publicUrl: () => string,
): HostedOrganisation {
  const { store, clock, random, provider, keys, ledger } = base;
  const sessions = new Sessions({
    ledger: ledger.name,
    audience: () => `${publicUrl()}/orgs/${id}`,
    keyOf: partyOn(ledger),
    verify: (key, message, signature) => provider.verify(key, message, signature),
    tokenKey: keys.secret(`token-${id}`),
    clock,
    random,
  });
  const services = {
    store,
    sessions,
    idempotency: new IdempotentAnswers(store, id, clock),
    ledger,
    view: base.view,
    registry: { organisation: (identifier: string) => organisationOn(ledger, identifier) },
    timeStamping: authorities(base),
    certificates: base.hierarchy,
    trust: () => trustFile(base),
    ...(id === PLATFORM && { laborContracts: laborContractServices(base) }),
  };
  return { id, role, services };
}

function laborContractServices(base: Base): LaborContractServices {
  const { store, provider, clock, random, ledger, hierarchy, keys, positions } = base;
  const issuing = { organisation: PLATFORM, store, provider, clock, random };
  const authority = new CertificateAuthority({
    ...issuing,
    name: 'province',
    issuer: { signer: keys.signer('province'), certificate: hierarchy.province },
  });
  const root = new CertificateAuthority({
    ...issuing,
    name: 'root',
    issuer: { signer: keys.signer('root'), certificate: hierarchy.root },
  });
  const revocationLists = async (): Promise<Uint8Array[]> => [
    await authority.revocationList(),
    await root.revocationList(),
  ];
  const keyOf: KeyOf = partyOn(ledger);
  const disclosure = {
    text: disclosureBody.text,
    version: disclosureBody.version,
    sm3: toBase64url(provider.hash('SM3', canonicalBytes(disclosureBody))),
    body: disclosureBody,
  };
  const desk: Desk = {
    organisation: PLATFORM,
    ledger,
    store,
    files: new JsonRecords(store, `${PLATFORM}/labor-contract`, contractFile),
    pairs: new JsonRecords(store, `${PLATFORM}/labor-contract-pair`, priorContract),
    blobs: new Blobs(store, `${PLATFORM}/blob`),
    numbers: new JsonRecords(store, `${PLATFORM}/labor-contract-number`, contractNumber),
    turns: new Turns(),
    identities: new IdentityRecords(PLATFORM, store, provider, ledger.name, async (id) => {
      const party = await keyOf(id);
      const attests = party?.role === 'identity-authority' && party.state === 'active';
      return attests ? party.key : undefined;
    }),
    disclosure,
    press: documentPress((bytes) => provider.hash('SM3', bytes), true),
    timeStamping: clientOf(authorities(base), provider, random),
    roots: [hierarchy.root],
    revocationLists,
    organisationOf: (identifier) => organisationOn(ledger, identifier),
    keyOf: async (identifier) => (await keyOf(identifier))?.key,
    proveContract: (contract) => ledger.proveState(laborContractRecords.laborContracts, contract),
    // Certificates and revocation lists come back in every document.
    provider: rememberVerified(provider, 4096),
    clock,
    random,
  };
  return {
    desk,
    authority,
    revocationLists,
    ledger,
    exporter: keys.signer(PLATFORM),
    positionOf: (name) => positions.of(name),
    keepPosition: (name, at) => positions.keep(name, at),
    version: VERSION,
  };
}

const authoritiesOf = new WeakMap<Base, { sm2: TimeStampAuthority; ecdsa: TimeStampAuthority }>();

/** The platform's two time-stamp authorities, one instance each. */
function authorities(base: Base): { sm2: TimeStampAuthority; ecdsa: TimeStampAuthority } {
  const known = authoritiesOf.get(base);
  if (known !== undefined) return known;
  const { keys, hierarchy, provider, clock, random, store } = base;
  const issuer = (name: 'root' | 'root-p256') =>
    new CertificateAuthority({
      name,
      organisation: ministry.id,
      issuer: {
        signer: keys.signer(name),
        certificate: name === 'root' ? hierarchy.root : hierarchy.rootP256,
      },
      store,
      provider,
      clock,
      random,
    });
  const [root, rootP256] = [issuer('root'), issuer('root-p256')];
  const common = {
    policy: POLICY_TEST_TIME_STAMP,
    clock,
    // 120 random bits: none is given twice, without a counter that a crash could turn back.
    serials: async () => random(15).reduce((number, byte) => (number << 8n) | BigInt(byte), 1n),
    accuracy: { seconds: 1 },
    provider,
  };
  const made = {
    sm2: createTimeStampAuthority({
      ...common,
      signer: keys.signer('time-stamp-sm2'),
      certificate: hierarchy.timeStampSm2,
      chain: [],
      crls: async () => [await root.revocationList()],
    }),
    ecdsa: createTimeStampAuthority({
      ...common,
      signer: keys.signer('time-stamp-p256'),
      certificate: hierarchy.timeStampP256,
      chain: [],
      crls: async () => [await rootP256.revocationList()],
    }),
  };
  authoritiesOf.set(base, made);
  return made;
}

function clientOf(
  { sm2, ecdsa }: { sm2: TimeStampAuthority; ecdsa: TimeStampAuthority },
  provider: CryptoProvider,
  random: (length: number) => Uint8Array,
): TimeStamping {
  const ask = (authority: TimeStampAuthority, data: Uint8Array): Promise<Uint8Array> => {
    const { algorithm } = authority;
    return authority.respond(
      timeStampRequest({
        digest: provider.hash(algorithm, data),
        algorithm,
        nonce: random(8),
        certReq: true,
      }),
    );
  };
  return { sm2: (data) => ask(sm2, data), ecdsa: (data) => ask(ecdsa, data) };
}

async function warmUp(organisations: readonly HostedOrganisation[], now: Date): Promise<void> {
  for (const { services } of organisations) {
    const press = services.laborContracts?.desk.press;
    if (press === undefined) continue;
    const person = syntheticPerson(new Seeded(0));
    const terms = demonstrationTerms(person, press.template, 'YS-WARM-UP', now.toISOString().slice(0, 10));
    await press.contract(terms, now);
  }
}

/** Founds once: the ledger itself says whether it happened. */
async function found(
  { ledger, keys, clock, positions }: Base,
  authority: IdentityAuthorityPort,
): Promise<void> {
  if (await isFounded(ledger)) return;
  await positions.keep('founding', await foundLedger(ledger, keys, authority, clock()));
}

async function enrol({ ledger, keys, clock, positions }: Base, employer: EmployerPort): Promise<void> {
  if ((await organisationOn(ledger, demonstrationEmployer.id)) === undefined) {
    await positions.keep(demonstrationEmployer.id, await enrolEmployer(ledger, keys, employer, clock()));
  }
}

/** Before the ledger is founded nobody is registered. */
async function isFounded(ledger: Ledger): Promise<boolean> {
  try {
    await ledger.evaluate(registry.operations.founding, {});
    return true;
  } catch (error) {
    if (error instanceof ContractError) return false;
    throw error;
  }
}

/** A ledger that does not answer is not ready; anything else is a fault. */
function isSilent(error: unknown): false {
  if (error instanceof LedgerError) return false;
  throw error;
}

/** What a verifier may believe of this platform, signed by the ministry: every anchor is marked `test`. */
async function trustFile({ ledger, anchors, hierarchy, keys, clock }: Base): Promise<Uint8Array> {
  const ofLedger = await anchors().catch((error: unknown) => {
    if (error instanceof LedgerError && error.code === 'LEDGER_TX_UNKNOWN') throw new Refusal('NOT_READY');
    throw error;
  });
  const now = clock();
  const standing = 'test' as const;
  const base64 = (der: Uint8Array): string => Buffer.from(der).toString('base64');
  const trust: Trust = {
    schema: 1,
    ledger: ledger.name,
    issuedAt: now.toISOString(),
    validUntil: new Date(now.getTime() + 365 * 86_400_000).toISOString(),
    issuer: { id: ministry.id, name: ministry.name, key: keys.signer(ministry.id).key },
    certificateAuthorities: [
      {
        name: '人信演示根 CA（SM2）',
        certificate: base64(hierarchy.root),
        uses: ['person', 'organisation', 'time-stamp'],
        standing,
        operator: ministry.name,
      },
      {
        name: 'Renxin demonstration root CA (P-256)',
        certificate: base64(hierarchy.rootP256),
        uses: ['time-stamp'],
        standing,
        operator: ministry.name,
      },
    ],
    ...ofLedger,
    organisations: hosted.map(({ id, name }) => ({ id, name, key: keys.signer(id).key, standing })),
  };
  return signTrust(trust, keys.signer(ministry.id), unattended('trust-file', now));
}

function partyOn(ledger: Ledger): KeyOf {
  return async (identifier) => registeredParty(ledger, identifier);
}

const position = z.strictObject({ txId: z.string(), index: z.int() });

function positionsOf(store: RecordStore): Base['positions'] {
  const records = new JsonRecords(store, `${PLATFORM}/ledger-position`, position);
  return {
    async of(name) {
      const known = await records.get(name);
      if (known === undefined) throw new Refusal('IDENTIFIER_UNKNOWN');
      return known.value;
    },
    async keep(name, at) {
      const known = await records.get(name);
      if (known === undefined) await store.write([records.put(name, { txId: at.txId, index: at.index })]);
    },
  };
}

const certificates = z.strictObject({
  root: z.base64(),
  province: z.base64(),
  timeStampSm2: z.base64(),
  rootP256: z.base64(),
  timeStampP256: z.base64(),
});

async function keptHierarchy(
  path: string,
  keys: KeyRing,
  provider: CryptoProvider,
  random: (length: number) => Uint8Array,
  now: Date,
): Promise<Hierarchy> {
  const text = await readIfThere(path);
  if (text !== undefined) {
    const kept = certificates.parse(JSON.parse(text));
    return Object.fromEntries(
      Object.entries(kept).map(([name, der]) => [name, new Uint8Array(Buffer.from(der, 'base64'))]),
    ) as unknown as Hierarchy;
  }
  const made = await issueHierarchy(keys, provider, random, now);
  const encoded = Object.fromEntries(
    Object.entries(made).map(([name, der]: [string, Uint8Array]) => [
      name,
      Buffer.from(der).toString('base64'),
    ]),
  );
  await writeDurably(path, JSON.stringify(encoded) + '\n');
  return made;
}
