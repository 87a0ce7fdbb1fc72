import type { PublicKey } from '@renxin/chaincode/messages';
import type { Ledger, LedgerView, TxPosition } from '@renxin/network';
import type { CryptoProvider } from '@renxin/seal/crypto';
import type { CryptoThreads } from '@renxin/seal/threads';
import type { TimeStampAuthority } from '@renxin/seal/tsa';
import type { ClockWatch } from '../clock/clock-watch.js';
import type { Config } from '../config.js';
import type { HostedLog } from '../evidence-log/index.js';
import type { Log } from '../log/log.js';
import type { Outgoing } from '../outgoing/index.js';
import type { KeyRing } from '../keys/key-ring.js';
import type { OpenedLedger } from '../ledger/opened-ledger.js';
import type { CertificateAuthorities } from '../pki/authorities.js';
import type { Hierarchy, RsaCertificates } from '../pki/hierarchy.js';
import type { SealMakers } from '../pki/seal-makers.js';
import type { ProvincialRegister } from '../provincial-register/index.js';
import type { RecordStore } from '../store/index.js';

/** What one process has once, and every organisation's services are constructed from. */
export interface Base {
  readonly config: Config;
  /** Where clients reach this process, without a trailing slash: known once it listens. */
  readonly publicUrl: () => string;
  readonly provider: CryptoProvider;
  /** Where much is signed at once. */
  readonly threads: CryptoThreads;
  /** Asks other servers. */
  readonly outgoing: Outgoing;
  readonly clock: () => Date;
  readonly random: (length: number) => Uint8Array;
  /** How sure the clock is: what certifies time asks it first. */
  readonly clockWatch: ClockWatch;
  readonly keys: KeyRing;
  readonly store: RecordStore;
  readonly log: Log;
  readonly ledger: Ledger;
  readonly view: LedgerView;
  readonly anchors: OpenedLedger['anchors'];
  readonly hierarchy: Hierarchy;
  readonly rsaHierarchy: RsaCertificates;
  readonly certificateAuthorities: CertificateAuthorities;
  readonly sealMakers: SealMakers;
  /** Who confirms the making of official seals, by name. */
  readonly officers: Readonly<Record<string, PublicKey>>;
  readonly authorities: TimeStampAuthorities;
  readonly positions: Positions;
  /** Databases of the provinces' own systems, by province. */
  readonly registers: ReadonlyMap<string, ProvincialRegister>;
  /** The evidence logs of the organisations of this process. */
  readonly logs: ReadonlyMap<string, HostedLog>;
}

/** Where the commands stand that founded the ledger or gave a party its key. */
export interface Positions {
  /** @throws Refusal IDENTIFIER_UNKNOWN */
  of(name: string): Promise<TxPosition>;
  keep(name: string, at: TxPosition): Promise<void>;
}

export interface TimeStampAuthorities {
  readonly sm2: TimeStampAuthority;
  readonly ecdsa: TimeStampAuthority;
  readonly rsa: () => Promise<TimeStampAuthority>;
}
