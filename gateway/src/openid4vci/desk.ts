import type { CertificateDesk } from '../certificates/desk.js';
import type { DpopProofs } from '../session/dpop.js';
import type { Nonces } from '../session/nonces.js';
import type { JsonRecords } from '../store/index.js';
import type { grant, pushed } from './grant.js';

/** What issuing to wallets works with, beside the desk at which certificates are issued. */
export interface IssuanceDesk {
  readonly certificates: CertificateDesk;
  readonly grants: JsonRecords<typeof grant>;
  readonly pushed: JsonRecords<typeof pushed>;
  readonly nonces: Nonces;
  readonly dpop: DpopProofs;
  /** The organisation's name, for wallets to show. */
  readonly name: string;
  /** A keyed digest that nobody outside can make: base64url, 32 bytes. */
  readonly keyed: (words: string) => string;
}
