import type { IssuerKey } from '@renxin/credentials/credential';
import type { CertificateDesk } from '../certificates/desk.js';
import type { JsonRecords } from '../store/index.js';
import type { askedPresentation } from './asked-presentation.js';

/** What asking wallets of any make works with, beside the desk at which certificates are judged. */
export interface PresentationDesk {
  readonly certificates: CertificateDesk;
  readonly asked: JsonRecords<typeof askedPresentation>;
  /** The organisation's name, for holders to see. */
  readonly name: string;
  /** The key that signs requests, with the URL under which the organisation's DID document has it. */
  readonly requestKey: () => Promise<IssuerKey>;
  /** A secret of this organisation, 32 bytes, from which the keys of single requests are worked out. */
  readonly secret: Uint8Array;
}
