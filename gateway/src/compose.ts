import type { registryMessages } from '@renxin/chaincode/messages';
import type { Ledger, LedgerView } from '@renxin/network';
import { signingProgram } from '@renxin/credentials/signing';
import { createNativeProvider } from '@renxin/seal/native';
import type { Signer } from '@renxin/seal/signer';
import { CryptoThreads } from '@renxin/seal/threads';
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { ClockWatch } from './clock/clock-watch.js';
import { systemSynchronised } from './clock/synchronised.js';
import type { Base } from './compose/base.js';
import { logKeys, logsInAlarm, openLogs, startLogs } from './compose/evidence-logs.js';
import { certificateAuthorities } from './compose/certificate-authorities.js';
import { keptHierarchy, keptRsaHierarchy } from './compose/hierarchy.js';
import { heldKeys, requireOwnCertificates, requireRegistered } from './compose/held-keys.js';
import { keyDesk } from './compose/key-desk.js';
import { hostedOrganisation } from './compose/organisation.js';
import { PLATFORM } from './compose/organisation-names.js';
import { positionsOf } from './compose/positions.js';
import { registerSchemas } from './founding/register-schemas.js';
import { accreditOnce, delegateOnce, enrolOnce, foundOnce, isReady } from './compose/registration.js';
import { timeStampAuthorities } from './compose/time-stamping.js';
import { trustFile } from './compose/trust-file.js';
import type { Config } from './config.js';
import { hosted, ministry, type Organisation } from './demonstration/organisations.js';
import { openRegisters } from './provincial-register/index.js';
import { Seeded, syntheticPerson } from './demonstration/people.js';
import { demonstrationTerms } from './demonstration/terms.js';
import { logSigners } from './evidence-log/index.js';
import type { Accreditation, OrganisationPort } from './founding/change.js';
import type { IdentityAuthorityPort } from './founding/found.js';
import type { Composition, HostedOrganisation, Platform } from './http/composition.js';
import { resumed } from './imports/resuming.js';
import type { KeyRing } from './keys/key-ring.js';
import { Turns } from './labor-contract/turns.js';
import { openEmbedded } from './ledger/embedded.js';
import { createLog, type Log } from './log/log.js';
import { Metrics } from './metrics/metrics.js';
import { hierarchyKeys, type HierarchyIssuance } from './pki/hierarchy.js';
import { keptSealMakers, sealMakerKeys } from './pki/seal-makers.js';
import type { LogKeepersMeans, OperatorsMeans } from './play/means.js';
import { createOutgoing } from './outgoing/index.js';
import { Refusal } from './problem/index.js';
import { openLevelRecordStore } from './store/index.js';

export const LEDGER = 'renxin-demo';

/** Lines go out together: when there are 4 KiB of them, at the latest after 100 ms, and all at the end of the process. */
const LOG = { fd: 2, sync: false, minLength: 4096, periodicFlush: 100 } as const;

/** Everything constructed, before anything listens. */
export interface Composed {
  readonly composition: Composition;
  readonly ledger: Ledger;
  readonly log: Log;
  /** The operator's directory and key, where one operator runs the ledger: for the attack button of the demonstration. */
  readonly means: OperatorsMeans | undefined;
  /** A province's keys of its evidence log: for the attack button of the demonstration. */
  readonly logKeeper: LogKeepersMeans;
  /** Set once it listens. */
  setPublicUrl(url: string): void;
  /** Draws a contract that nobody will sign: opening the font takes most of a second, which the first party need not wait. */
  warmUp(): Promise<void>;
  /** Founds the ledger, when that has not happened yet. */
  found(authority: IdentityAuthorityPort): Promise<void>;
  /** Enrols a client organisation of the demonstration, when that has not happened yet. */
  enrol(organisation: Organisation, port: OrganisationPort): Promise<void>;
  /** Accredits an organisation of the demonstration, when that has not happened yet. */
  accredit(accreditation: Accreditation): Promise<void>;
  /** Lets a province accredit an organisation within its own accreditation, when that has not happened yet. */
  delegate(delegation: registryMessages.Delegation): Promise<void>;
  /** The registry key of a hosted organisation, for what its people do at its own desk in the demonstration. */
  signerOf(organisation: string): Signer;
  /** The signed trust file. */
  trust(): Promise<Uint8Array>;
  close(): Promise<void>;
}

/**
 * The one place where things are constructed: what the process has once (`Base`), then the services of each organisation
 * that it hosts. A new use case is constructed in gateway/src/compose/organisation.ts.
 */
export async function compose(
  config: Config,
  passphrase: string,
  clock: () => Date = () => new Date(),
): Promise<Composed> {
  const log = createLog(config.logLevel, pino.destination(LOG));
  const { fallback } = createNativeProvider();
  if (fallback !== undefined) log.warn({ operation: fallback }, 'native cryptography is not used');
  const directory = join(config.data, 'gateway');
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));
  const threads = new CryptoThreads(undefined, signingProgram);
  const provider = threads.provider();
  const held = await heldKeys(config, directory, passphrase, clock, threads);
  const { keys } = held;
  const provinces = hosted.filter(({ role }) => role === 'province').map(({ id }) => id);
  const registers = await openRegisters(config.registers, provinces, log);
  await ensureKeys(keys);
  await requireOwnCertificates(keys, directory);
  const store = await openLevelRecordStore(join(directory, 'store'));
  held.recordIn(store);
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
  let listensAt = config.publicUrl ?? `http://${config.host}:${config.port}`;
  const publicUrl = (): string => listensAt;
  const issuance = (): HierarchyIssuance => ({
    keys,
    provider,
    random,
    now: clock(),
    // Before it listens on a port that the system chooses, there is no address to write into certificates.
    address: /:0$/.test(listensAt) ? undefined : listensAt,
  });
  const hierarchy = await keptHierarchy(directory, issuance());
  const { address, now } = issuance();
  const makers = join(directory, 'seal-makers.json');
  const sealMakers = await keptSealMakers(makers, keys, provider, random, now, address);
  const rsaHierarchy = keptRsaHierarchy(directory, issuance);
  const anchors = (): ReturnType<typeof opened.anchors> => opened.anchors();
  const positions = positionsOf(store, PLATFORM);
  const outgoing = createOutgoing({
    known: () => [publicUrl(), ...Object.values(config.provinces ?? {})].map((url) => new URL(url).origin),
  });
  const ports = { store, log, ledger, view, anchors, outgoing };
  const common = { config, publicUrl, provider, threads, clock, random, keys, ...ports };
  const logs = await openLogs(common, log);
  const clockWatch = new ClockWatch({
    clock,
    monotonic: () => performance.now(),
    ledgerTime: () => latestTime(view),
    synchronised: systemSynchronised,
    mustBeSynchronised: config.clock === 'synchronised',
  });
  const certified = {
    ...common,
    hierarchy,
    rsaHierarchy,
    sealMakers,
    officers: held.officers,
    clockWatch,
    registers,
  };
  const withoutTime = {
    ...certified,
    certificateAuthorities: certificateAuthorities(certified),
    positions,
    logs,
  };
  const base: Base = { ...withoutTime, authorities: timeStampAuthorities(withoutTime) };
  const organisations = hosted.map((organisation) => hostedOrganisation(base, organisation));
  const purge = setInterval(() => {
    for (const { services } of organisations) void services.idempotency.purge().catch(() => undefined);
  }, 3_600_000).unref();
  const platform: Platform = {
    publicUrl,
    clock,
    random,
    log,
    metrics: new Metrics(),
    notReady: async () => [...((await isReady(ledger)) ? [] : ['ledger']), ...logsInAlarm(logs)],
  };
  const inventory = keyDesk(base);
  platform.metrics.watchCertificates(async () =>
    (await inventory.list()).flatMap(({ name, certificate }) =>
      certificate === null ? [] : [{ key: name, notAfter: certificate.notAfter }],
    ),
  );
  platform.metrics.watchStampsWaiting(async () => {
    let waiting = 0;
    for (const { services } of organisations)
      waiting += (await services.laborContracts?.stampsWaiting()) ?? 0;
    return waiting;
  });
  platform.metrics.watchLogAlarms(() => logsInAlarm(logs).length);
  // Each change of the registry takes the next number.
  const changes = new Turns();
  return {
    composition: { organisations, platform },
    ledger,
    log,
    means: opened.means,
    logKeeper: {
      organisation: PLATFORM,
      log: logSigners(keys, provider, ledger.name, PLATFORM).log,
      signer: keys.signer(PLATFORM),
      ledger,
    },
    setPublicUrl: (url) => void (listensAt = config.publicUrl ?? url),
    warmUp: () => warmUp(organisations, clock()),
    found: async (authority) => {
      await foundOnce(base, authority);
      await requireRegistered(base);
      await registerSchemas(ledger, keys, clock());
      await startLogs(base, organisations);
      for (const { services } of organisations) {
        services.eCertificates?.delivery.resume();
        services.laborContracts?.makingUp.wake();
      }
      for (const { services } of organisations)
        if (services.imports !== undefined) await resumed(services.imports);
    },
    enrol: (organisation, port) => changes.take('registry', () => enrolOnce(base, organisation, port)),
    accredit: (accreditation) => changes.take('registry', () => accreditOnce(base, accreditation)),
    delegate: (delegation) => changes.take('registry', () => delegateOnce(base, delegation)),
    signerOf: (organisation) => signerOf(keys, organisation),
    trust: () => trustFile(base),
    close: async () => {
      clearInterval(purge);
      for (const register of registers.values()) await register.close();
      for (const { services } of organisations) await services.imports?.runs.close();
      for (const { services } of organisations) {
        await services.eCertificates?.delivery.close();
        await services.laborContracts?.makingUp.close();
      }
      await Promise.all([...logs.values()].map((each) => each.close()));
      await ledger.close();
      await held.close();
      await store.close();
      await threads.close();
    },
  };
}

/** The keys of the organisations that this process hosts, and of its certificate hierarchy. */
async function ensureKeys(keys: KeyRing): Promise<void> {
  const names = ['operator', ...hosted.map(({ id }) => id)];
  await keys.ensure(
    {
      ...Object.fromEntries([...names, ...logKeys.sm2].map((name) => [name, 'SM2' as const])),
      ...hierarchyKeys,
      ...sealMakerKeys,
    },
    [...hosted.flatMap(({ id }) => [`token-${id}`, `people-${id}`, `assertion-${id}`]), ...logKeys.secrets],
  );
}

function signerOf(keys: KeyRing, organisation: string): Signer {
  if (!hosted.some(({ id }) => id === organisation)) throw new Refusal('NOT_FOUND');
  return keys.signer(organisation);
}

/** The time of the latest block, which nobody can turn back. */
async function latestTime(view: LedgerView): Promise<number | undefined> {
  const [latest] = await view.blocks(1);
  const time = latest?.time;
  return time === undefined || time === null ? undefined : Date.parse(time);
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
