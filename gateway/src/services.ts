import type { factStatement } from '@renxin/archive/bundle';
import type { DidResolver } from '@renxin/credentials/did';
import type { Attestation } from '@renxin/chaincode/messages';
import type { Ledger, LedgerView, TxPosition } from '@renxin/network';
import type { Signer } from '@renxin/seal/signer';
import type { TimeStampAuthorities } from './compose/base.js';
import type { CertificateAuthorities } from './pki/authorities.js';
import type { EvidenceLog, HostedLog } from './evidence-log/index.js';
import type { ConsentDesk } from './consent/desk.js';
import type { ImportDesk } from './imports/desk.js';
import type { CertificateDesk } from './certificates/desk.js';
import type { IdempotentAnswers } from './idempotency/idempotent-answers.js';
import type { archiveFile } from './archive/archive-file.js';
import type { EvidenceDesk } from './evidence/index.js';
import type { PresentationDesk } from './openid4vp/desk.js';
import type { IssuanceDesk } from './openid4vci/desk.js';
import type { Desk } from './labor-contract/desk.js';
import type { CertificateAuthority } from './pki/certificate-authority.js';
import type { KeyDesk } from './keys/desk.js';
import type { Hierarchy, RsaCertificates } from './pki/hierarchy.js';
import type { SealsOf } from './pki/revoking.js';
import type { SealMakers } from './pki/seal-makers.js';
import { Refusal } from './problem/index.js';
import type { SealDesk } from './seals/desk.js';
import type { VcalmServices } from './vcalm/index.js';
import type { Sessions } from './session/index.js';
import type { ChangeDesk } from './trust-registry/changing.js';
import type { MakingUp } from './time-stamping/making-up.js';
import type { JsonRecords, RecordStore } from './store/index.js';

/** What the handlers of one organisation work with. Constructed in gateway/src/compose; a use case is an optional member here. */
export interface Services {
  readonly store: RecordStore;
  readonly sessions: Sessions;
  readonly idempotency: IdempotentAnswers;
  readonly ledger: Ledger;
  /** DIDs of this ledger, of keys, and of other hosts. */
  readonly resolveDid: DidResolver;
  /** What can be seen of the ledger: for people, not for decisions. */
  readonly view: LedgerView;
  readonly registry: { organisation(identifier: string): Promise<{ readonly name: string } | undefined> };
  readonly timeStamping: TimeStampAuthorities;
  readonly certificates: Hierarchy;
  readonly rsaCertificates: RsaCertificates;
  /** The platform's certificate authorities, by name. */
  readonly certificateAuthorities: CertificateAuthorities;
  /** Of seal makers: their authority's certificate and this platform's maker's. */
  readonly sealMakers: SealMakers;
  readonly sealsConcerned: SealsOf;
  /** The inventory of the platform's keys. */
  readonly keys: KeyDesk;
  /** The signed trust file of this platform, its registry as it is or as it was at a time. */
  readonly trust: (asOf?: string) => Promise<Uint8Array>;
  /** The organisation's own evidence log: `await services.evidenceLog.record({ kind, id, document })` after the commit. */
  readonly evidenceLog: EvidenceLog;
  /** The evidence log of any organisation of this process, for the routes that serve them. */
  readonly hostedLog: (organisation: string) => HostedLog | undefined;
  /** Any W3C credential, issued and verified by the organisation's own keys. */
  readonly open: VcalmServices;
  /** Only where the organisation is a platform for labor contracts. */
  readonly laborContracts?: LaborContractServices;
  /** Only where the organisation is a data source. */
  readonly consents?: ConsentServices;
  /** Only at an arbitration commission or a court. */
  readonly evidence?: EvidenceDesk;
  /** Only where the organisation is a province. */
  readonly eCertificates?: CertificateDesk;
  /** Only where the organisation is a province: certificates in bulk. */
  readonly imports?: ImportDesk;
  /** Only where the organisation is a province: issuing to wallets of any make. */
  readonly issuance?: IssuanceDesk;
  /** Only where the organisation is a province: asking wallets of any make. */
  readonly presentations?: PresentationDesk;
  /** Only at the ministry and the provinces, which decide about the registry. */
  readonly registryChanges?: ChangeDesk;
  /** Only where the organisation decides about e-seals. */
  readonly seals?: SealDesk;
}

export interface LaborContractServices {
  readonly desk: Desk;
  /** Goes on in the background with what waits for a time-stamp. */
  readonly makingUp: MakingUp;
  readonly stampsWaiting: () => Promise<number>;
  readonly authority: CertificateAuthority;
  /** Of the international hierarchy: for keys that sign inside documents. */
  readonly internationalAuthority: CertificateAuthority;
  /** CRLs of the issuers of certificates, nearest first, DER. */
  readonly revocationLists: () => Promise<readonly Uint8Array[]>;
  readonly ledger: Ledger;
  /** This organisation's registry key: signs the bundles that it hands out. */
  readonly exporter: Signer;
  /** Where the command stands that founded the ledger (`founding`) or gave a party its key. */
  readonly positionOf: (name: string) => Promise<TxPosition>;
  readonly keepPosition: (name: string, at: TxPosition) => Promise<void>;
  readonly version: string;
  readonly evidenceLog: EvidenceLog;
  readonly archives: { readonly files: JsonRecords<typeof archiveFile> };
  /** Statements of facts, by contract and name. */
  readonly facts: JsonRecords<typeof factStatement>;
  /** The signed trust file by which a bundle is verified before it is archived. */
  readonly trust: () => Promise<Uint8Array>;
}

/** @throws Refusal NOT_FOUND where the organisation is no platform for labor contracts */
export function laborContractsOf(organisation: { readonly services: Services }): LaborContractServices {
  const { laborContracts } = organisation.services;
  if (laborContracts === undefined) throw new Refusal('NOT_FOUND');
  return laborContracts;
}

export interface ConsentServices {
  readonly desk: ConsentDesk;
  /** The identity authority's word about a citizen, checked and kept. */
  readonly attested: (given: { body: Attestation; signature: string }) => Promise<Attestation>;
}

/** @throws Refusal NOT_FOUND where the organisation is no data source */
export function consentsOf(organisation: { readonly services: Services }): ConsentServices {
  const { consents } = organisation.services;
  if (consents === undefined) throw new Refusal('NOT_FOUND');
  return consents;
}

/** @throws Refusal NOT_FOUND where the organisation is no arbitration commission and no court */
export function evidenceOf(organisation: { readonly services: Services }): EvidenceDesk {
  const { evidence } = organisation.services;
  if (evidence === undefined) throw new Refusal('NOT_FOUND');
  return evidence;
}

/** @throws Refusal NOT_FOUND where the organisation is no province */
export function eCertificatesOf(organisation: { readonly services: Services }): CertificateDesk {
  const { eCertificates } = organisation.services;
  if (eCertificates === undefined) throw new Refusal('NOT_FOUND');
  return eCertificates;
}

/** @throws Refusal NOT_FOUND where the organisation is no province */
export function importsOf(organisation: { readonly services: Services }): ImportDesk {
  const { imports } = organisation.services;
  if (imports === undefined) throw new Refusal('NOT_FOUND');
  return imports;
}

/** @throws Refusal NOT_FOUND where the organisation issues nothing to wallets */
export function issuanceOf(organisation: { readonly services: Services }): IssuanceDesk {
  const { issuance } = organisation.services;
  if (issuance === undefined) throw new Refusal('NOT_FOUND');
  return issuance;
}

/** @throws Refusal NOT_FOUND where the organisation decides nothing about the registry */
export function registryChangesOf(organisation: { readonly services: Services }): ChangeDesk {
  const { registryChanges } = organisation.services;
  if (registryChanges === undefined) throw new Refusal('NOT_FOUND');
  return registryChanges;
}

/** @throws Refusal NOT_FOUND where the organisation asks no wallets */
export function presentationsOf(organisation: { readonly services: Services }): PresentationDesk {
  const { presentations } = organisation.services;
  if (presentations === undefined) throw new Refusal('NOT_FOUND');
  return presentations;
}

/** @throws Refusal NOT_FOUND where the organisation decides about no e-seals */
export function sealsOf(organisation: { readonly services: Services }): SealDesk {
  const { seals } = organisation.services;
  if (seals === undefined) throw new Refusal('NOT_FOUND');
  return seals;
}
