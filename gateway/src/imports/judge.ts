import { toBase64url, type JsonObject } from '@renxin/chaincode/canonical';
import { dateInChina, plusMilliseconds, reservedBy } from '@renxin/chaincode/messages';
import { faultsOfSubject, type CredentialType } from '@renxin/credentials/schema';
import type { CertificateDesk } from '../certificates/desk.js';
import { numberKey } from '../certificates/issuing.js';
import { keyPaths, keysOf, type Subject } from '../certificates/keys.js';
import { isUnderAge } from '../certificates/subject.js';
import type { Read } from './columns.js';

/** Fields by dotted paths and codes; never a value. */
export type RowFault = { readonly field?: string; readonly code: string };

export type Judged =
  | { readonly ok: true; readonly claims: JsonObject; readonly subject: Subject }
  | { readonly ok: false; readonly faults: readonly RowFault[] };

/** Days after its date in which a certificate can be put on the ledger: docs/formats/e-certificate.md. */
const DAYS = 30;
const DAY = 86_400_000;
/** Faults that are kept of one row. */
const MOST_FAULTS = 16;

/** Judges the rows of one file after one another. */
export class Judge {
  readonly #desk: CertificateDesk;
  readonly #definition: CredentialType;
  readonly #today: string;
  readonly #earliest: string;
  /** Digests of the numbers so far: a few megabytes for the longest file. */
  readonly #numbers = new Set<string>();

  constructor(desk: CertificateDesk, definition: CredentialType) {
    this.#desk = desk;
    this.#definition = definition;
    const now = desk.clock().toISOString();
    this.#today = dateInChina(now);
    this.#earliest = dateInChina(plusMilliseconds(now, -DAYS * DAY));
  }

  async row(read: Read): Promise<Judged> {
    if (!read.ok) return { ok: false, faults: read.faults };
    const { claims } = read;
    const byType = faultsOfSubject(this.#definition, claims, this.#today);
    if (byType.length > 0) {
      const faults = byType.map(({ pointer, code }) => ({ ...fieldOf(pointer), code }));
      return { ok: false, faults: faults.slice(0, MOST_FAULTS) };
    }
    const subject = keysOf(this.#definition, claims);
    const paths = keyPaths(this.#definition);
    if (subject === undefined) return faulty(paths.citizenNumber, 'MEMBER_MISSING');
    if (isUnderAge(this.#definition, subject)) return faulty(paths.issuedOn, 'UNDER_AGE');
    const { issuedOn, validUntil } = subject;
    const isOver = validUntil !== undefined && validUntil < this.#today;
    if (issuedOn > this.#today || issuedOn < this.#earliest || isOver)
      return faulty(paths.issuedOn, 'CERTIFICATE_DATES');
    const doubled = await this.#doubled(subject);
    if (doubled !== undefined) return faulty(paths.number[0] ?? '', doubled);
    if (await this.#isSomebodyElse(subject)) return faulty(paths.name, 'HOLDER_MISMATCH');
    return { ok: true, claims, subject };
  }

  async #doubled({ certificateNo }: Subject): Promise<string | undefined> {
    const { organisation, numbers, provider } = this.#desk;
    const digest = toBase64url(provider.hash('SM3', new TextEncoder().encode(certificateNo)).subarray(0, 16));
    if (this.#numbers.has(digest)) return 'NUMBER_DOUBLED';
    this.#numbers.add(digest);
    const taken = await numbers.get(numberKey(this.#desk, organisation, certificateNo));
    return taken === undefined ? undefined : 'CERTIFICATE_NUMBER_EXISTS';
  }

  /** Somebody with this citizen number has another name by the identity authority's word; of who never came there is none. */
  async #isSomebodyElse({ citizenNumber, name }: Subject): Promise<boolean> {
    const { holders, identities, personKey } = this.#desk;
    const known = await holders.get(personKey(citizenNumber));
    if (known === undefined || reservedBy(known.value.identifier) !== undefined) return false;
    return (await identities.of(known.value.identifier)).name !== name;
  }
}

function faulty(field: string, code: string): Judged {
  return { ok: false, faults: [{ field, code }] };
}

function fieldOf(pointer: string): { field?: string } {
  return pointer === '' ? {} : { field: pointer.slice(1).replaceAll('/', '.') };
}
