import { join } from 'node:path';
import { archiveMatters } from '../archive/log-matters.js';
import { certificateMatters } from '../certificates/log-matters.js';
import { consentMatters } from '../consent/log-matters.js';
import { hosted } from '../demonstration/organisations.js';
import {
  logKeyNames,
  logSigners,
  openHostedLog,
  type HostedLog,
  type LogSigners,
  type Matters,
} from '../evidence-log/index.js';
import { registerLogs } from '../founding/register-logs.js';
import type { HostedOrganisation } from '../http/composition.js';
import { laborContractMatters } from '../labor-contract/log-matters.js';
import type { Log } from '../log/log.js';
import type { Services } from '../services.js';
import type { Base } from './base.js';

/** Names in the key ring, for all organisations of this process. */
export const logKeys = {
  sm2: hosted.map(({ id }) => logKeyNames(id).sm2),
  secrets: hosted.flatMap(({ id }) => [logKeyNames(id).ed25519, logKeyNames(id).witness]),
};

type Opening = Pick<
  Base,
  'config' | 'publicUrl' | 'provider' | 'clock' | 'random' | 'keys' | 'store' | 'ledger'
>;

/** The evidence log of each organisation of this process; the others are its witnesses, over HTTP. */
export async function openLogs(base: Opening, log: Log): Promise<ReadonlyMap<string, HostedLog>> {
  const { keys, provider, ledger, publicUrl, config } = base;
  const signers = new Map(
    hosted.map(({ id }): [string, LogSigners] => [id, logSigners(keys, provider, ledger.name, id)]),
  );
  const opened = await Promise.all(
    [...signers].map(async ([organisation, own]): Promise<[string, HostedLog]> => {
      const others = [...signers].filter(([id]) => id !== organisation);
      const witnesses = others.map(([id, { identity }]) => ({
        organisation: id,
        key: identity.witness,
        url: () => `${publicUrl()}/logs/${id}/add-checkpoint`,
      }));
      const directory = join(config.data, 'gateway', 'logs');
      const options = { ...base, organisation, directory, signers: own, witnesses, log };
      return [organisation, await openHostedLog(options)];
    }),
  );
  return new Map(opened);
}

/** The ledger learns the keys of logs and witnesses, then the logs follow the ledger and are anchored on it. */
export async function startLogs(base: Base, organisations: readonly HostedOrganisation[]): Promise<void> {
  const { ledger, keys, logs, clock } = base;
  const identities = [...logs].map(([organisation, log]) => ({ organisation, identity: log.keys }));
  await registerLogs(ledger, keys, identities, clock());
  for (const { id, services } of organisations) logs.get(id)?.start(mattersOf(services));
}

/** What each use case puts into the evidence log of its organisation, by the event of the ledger: a line for each use case. */
function mattersOf({ laborContracts, eCertificates, consents }: Services): Matters {
  return {
    ...(laborContracts !== undefined && laborContractMatters(laborContracts.desk)),
    ...(laborContracts !== undefined && archiveMatters(laborContracts)),
    ...(eCertificates !== undefined && certificateMatters(eCertificates)),
    ...(consents !== undefined && consentMatters(consents.desk)),
  };
}

/** Logs of which something is wrong, for `/readyz`. */
export function logsInAlarm(logs: Base['logs']): string[] {
  return [...logs.values()].flatMap(({ alarms }) =>
    alarms.raised.map(({ log, code }) => `evidence-log:${log}:${code}`),
  );
}
