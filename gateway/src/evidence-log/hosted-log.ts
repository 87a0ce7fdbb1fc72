import {
  cosigner,
  ed25519NoteSigner,
  openLog,
  openPosixStore,
  sm2NoteSigner,
  type Log as EvidenceTree,
  type LogStore,
  type NoteSigner,
} from '@renxin/archive/log';
import type { NoteKey } from '@renxin/archive/tlog';
import type { Ledger } from '@renxin/network';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { generateAssertionSigner, type Activation } from '@renxin/seal/signer';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { unattended, type KeyRing } from '../keys/key-ring.js';
import type { Log } from '../log/log.js';
import type { RecordStore } from '../store/index.js';
import { accusing } from './accusation.js';
import { Alarms } from './alarms.js';
import { Anchoring } from './anchoring.js';
import { CosignedCheckpoint } from './cosigned.js';
import { OrganisationLog, type EvidenceLog } from './evidence-log.js';
import { LogFollower, type Matters } from './follower.js';
import { originOf, witnessNameOf } from './names.js';
import { WitnessClient, type RemoteWitness } from './witnesses.js';
import { WitnessDesk } from './witness-desk.js';

/** How many of the others have to cosign; the ledger's policy says the same (docs/formats/log-anchor.md). */
export const QUORUM = 3;

/** The evidence log of one organisation of this platform, with all that belongs to it. */
export interface HostedLog {
  readonly organisation: string;
  readonly evidenceLog: EvidenceLog;
  readonly keys: LogIdentity;
  readonly witness: WitnessDesk;
  readonly alarms: Alarms;
  /** What readers get: with cosignatures once the latest checkpoint has them. */
  checkpoint(): Uint8Array;
  /** A tile or bundle by its path; undefined when there is none. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** From the time when the ledger knows the log. @param matters what the ledger's events give to it */
  start(matters: Matters): void;
  close(): Promise<void>;
}

/** The public keys of a log and of its organisation as a witness. */
export interface LogIdentity {
  readonly origin: string;
  readonly ed25519: NoteKey;
  readonly sm2: NoteKey;
  readonly witness: NoteKey;
}

export interface LogSigners {
  readonly identity: LogIdentity;
  readonly log: readonly NoteSigner[];
  readonly witness: NoteSigner;
}

/** Names of the keys in the ring: an SM2 key, and secrets for Ed25519. */
export const logKeyNames = (organisation: string) => ({
  sm2: `log-sm2-${organisation}`,
  ed25519: `log-ed25519-${organisation}`,
  witness: `witness-ed25519-${organisation}`,
});

export function logSigners(
  keys: KeyRing,
  provider: CryptoProvider,
  ledger: string,
  organisation: string,
): LogSigners {
  const names = logKeyNames(organisation);
  const origin = originOf(ledger, organisation);
  const activation = (at: Date): Activation => unattended('log', at);
  const assertion = (name: string) => generateAssertionSigner(() => keys.secret(name)).signer;
  const ed25519 = ed25519NoteSigner(provider, origin, assertion(names.ed25519), activation);
  const sm2 = sm2NoteSigner(provider, origin, keys.signer(names.sm2), activation);
  const witnessName = witnessNameOf(ledger, organisation);
  const witness = cosigner(provider, witnessName, assertion(names.witness), activation);
  return {
    identity: { origin, ed25519: ed25519.key, sm2: sm2.key, witness: witness.key },
    log: [ed25519, sm2],
    witness,
  };
}

export interface HostedLogOptions {
  readonly organisation: string;
  /** Where the logs of this platform lie. */
  readonly directory: string;
  readonly signers: LogSigners;
  readonly witnesses: readonly RemoteWitness[];
  readonly keys: KeyRing;
  readonly ledger: Ledger;
  readonly store: RecordStore;
  readonly provider: CryptoProvider;
  readonly clock: () => Date;
  readonly random: (length: number) => Uint8Array;
  readonly log: Log;
}

export async function openHostedLog(options: HostedLogOptions): Promise<HostedLog> {
  const { organisation, signers, ledger, store, provider, clock, random, log } = options;
  const directory = join(options.directory, organisation);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const files: LogStore = await openPosixStore(directory);
  const { origin } = signers.identity;
  const tree: EvidenceTree = await openLog({
    store: files,
    origin,
    hash: 'SHA-256',
    provider,
    signers: signers.log,
    clock,
  });
  const cosigned = new CosignedCheckpoint(store, organisation);
  const alarms = new Alarms(store, organisation);
  await Promise.all([cosigned.load(), alarms.load()]);
  const signer = options.keys.signer(organisation);
  const common = { organisation, ledger, store, provider, clock, log, alarms, signer };
  const evidenceLog = new OrganisationLog({
    log: tree,
    organisation,
    store,
    provider,
    random,
    cosigned: () => cosigned.latest,
  });
  const anchoring = new Anchoring({
    ...common,
    tree,
    cosigned,
    quorum: QUORUM,
    sm2: signers.identity.sm2,
    witnesses: options.witnesses.map((each) => new WitnessClient(tree, each)),
  });
  let follower: LogFollower | undefined;
  return {
    organisation,
    evidenceLog,
    keys: signers.identity,
    witness: new WitnessDesk({ ...common, signer: signers.witness, accusing: accusing(common) }),
    alarms,
    checkpoint: () =>
      cosigned.latest?.size === tree.checkpoint.size ? cosigned.latest.note : tree.checkpoint.note,
    read: (path) => files.read(path),
    start: (matters) => {
      anchoring.start();
      if (Object.keys(matters).length === 0) return;
      follower = new LogFollower({ ...common, evidenceLog, matters });
      follower.start();
    },
    close: async () => {
      await follower?.stop();
      await anchoring.stop();
      await tree.close();
    },
  };
}
