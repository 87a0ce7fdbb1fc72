import type { JsonObject } from '@renxin/chaincode/canonical';
import type { Terms } from '@renxin/chaincode/labor-law';
import type { Signer } from '@renxin/seal/signer';
import type { Troupe } from '../actors/troupe.js';
import type { SyntheticPerson } from '../demonstration/people.js';

/** What the steps of a story are played on. */
export interface Stage {
  /** The clients: worker (the citizen as well), employer, bank, assessor. Each keeps its own keys. */
  readonly troupe: Troupe;
  /** Base URL of an organisation's gateway. */
  gatewayOf(organisation: string): string;
  /** The ledger's name: part of everything signed. */
  readonly ledger: string;
  /** The registry key of an organisation of this platform (ministry, province, arbitration, court), at its own desk. */
  signerOf(organisation: string): Signer;
  /** The date in China, YYYY-MM-DD. */
  today(): string;
  /** What the stories have come to: each writes its own member, later ones read those before. */
  readonly handed: Handed;
  /** Puts an artefact among those that this story leaves. */
  keep(name: string, bytes: Uint8Array): void;
  /** An artefact that this story or one before it left. @throws Refusal NOT_FOUND */
  artefact(name: string): Uint8Array;
}

/** By story. Kept between its steps, emptied when it starts again. */
export interface Handed {
  readonly 'labor-contract': LaborContractHanded;
  readonly certificates: CertificatesHanded;
  readonly consent: ConsentHanded;
  readonly evidence: EvidenceHanded;
}

export interface LaborContractHanded {
  /** Name of the contract. */
  contract?: string;
  /** The worker's identifier towards the employer. */
  worker?: string;
  person?: SyntheticPerson;
  terms?: Terms;
  /** Name of the employer's seal. */
  seal?: string;
}

export interface ConsentHanded {
  /** The citizen's identifier towards the data source. */
  citizen?: string;
  /** Name of the consent. */
  consent?: string;
}

export interface CertificatesHanded {
  person?: SyntheticPerson;
  /** The worker's identifier towards the issuing province. */
  holder?: string;
  certificate?: string;
  /** Name of the copy for one purpose. */
  copy?: string;
  /** The claim that was derived for the verifying province. */
  derivation?: string;
  presentation?: JsonObject;
  /** When it was first shown and valid. */
  shownAt?: string;
}

// What the other stories come to: members are added with their steps.
export interface EvidenceHanded {
  /** SM3 of the bundle that was handed over, in hexadecimal. */
  evidence?: string;
  /** The bundle as the arbitration commission retrieved it. */
  bundle?: Uint8Array;
}

export function nothingHanded(): Handed {
  return { 'labor-contract': {}, certificates: {}, consent: {}, evidence: {} };
}
