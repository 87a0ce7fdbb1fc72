import type { PublicKey } from '@renxin/chaincode/messages';
import type { Ledger } from '@renxin/network';
import type { CryptoProvider } from '@renxin/seal/crypto';
import type { TimeStamping } from '../labor-contract/time-stamping.js';
import type { ValidationData } from '../pki/validation-data.js';

/** With what sealed and signed documents are judged and completed. */
export interface DocumentDesk {
  readonly ledger: Ledger;
  /** Roots (DER) to which a party's certificate must lead. */
  readonly roots: readonly Uint8Array[];
  /** Roots (DER) to which the makers of e-seals must lead. */
  readonly sealMakers: readonly Uint8Array[];
  /** CRLs of the authorities for seal makers, DER. */
  readonly sealMakersLists: () => Promise<readonly Uint8Array[]>;
  /** The lists in force of the issuers of certificates (DER): what a signer carries may be older. */
  readonly revocationLists: () => Promise<readonly Uint8Array[]>;
  /** For signatures inside PDFs: the roots (DER) to which they must lead, and the lists in force under them. */
  readonly international: {
    readonly roots: readonly Uint8Array[];
    readonly revocationLists: () => Promise<readonly Uint8Array[]>;
    /** What it takes to check these certificates later, as of now. */
    readonly validationData: (certificates: readonly Uint8Array[]) => Promise<ValidationData>;
  };
  readonly timeStamping: TimeStamping;
  /** The key in force of a registered party. */
  readonly keyOf: (identifier: string) => Promise<PublicKey | undefined>;
  readonly provider: CryptoProvider;
  readonly clock: () => Date;
}
