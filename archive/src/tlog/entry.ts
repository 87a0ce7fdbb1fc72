import { canonicalBytes, fromBase64url, parseCanonical, toBase64url } from '@renxin/chaincode/canonical';
import { digest, recordId } from '@renxin/chaincode/messages';
import { commitment, type CryptoProvider } from '@renxin/seal/crypto';
import { z } from 'zod';

const KIND = /^[a-z0-9-]{1,40}\/[a-z0-9-]{1,40}$/;

/** A leaf of an evidence log: a canonical record with salted commitments, and nothing personal. docs/formats/evidence-log.md */
export const logEntry = z.strictObject({
  schema: z.literal(1),
  /** What happened, as `<domain>/<past participle>`. */
  kind: z.string().regex(KIND),
  /** What it happened to: a record id, random or sequential. */
  id: recordId,
  /** Commitment to the SM3 digest of the document (docs/formats/commitment.md). */
  sm3: digest,
  /** The same with SHA-256: base64url of SHA-256("renxin-commitment-v1" || salt || SHA-256 digest). */
  sha256: digest,
});

export type LogEntry = z.infer<typeof logEntry>;

/** What opens an entry: kept with the document, by whoever may show it. */
export const logOpening = z.strictObject({
  salt: digest,
  /** Digests of the document. */
  sm3: digest,
  sha256: digest,
});
export type LogOpening = z.infer<typeof logOpening>;

/** What our `.tlog-proof` carries beside the proof. */
export const proofExtra = z.strictObject({
  entry: logEntry,
  /** For whom it may be opened to. */
  opening: z.exactOptional(logOpening),
  /** The ledger's proof of the command by which it recorded the checkpoint. */
  anchor: z.exactOptional(z.json()),
});
export type ProofExtra = z.infer<typeof proofExtra>;

/** The entry for a document and what opens it. @param salt 32 random bytes, new for each */
export function entryOf(
  provider: CryptoProvider,
  about: Pick<LogEntry, 'kind' | 'id'>,
  document: Uint8Array,
  salt: Uint8Array,
): { entry: LogEntry; opening: LogOpening } {
  const sm3 = provider.hash('SM3', document);
  const sha256 = provider.hash('SHA-256', document);
  return {
    entry: { schema: 1, kind: about.kind, id: about.id, ...commitmentsOf(provider, salt, sm3, sha256) },
    opening: { salt: toBase64url(salt), sm3: toBase64url(sm3), sha256: toBase64url(sha256) },
  };
}

/** True when salt and digests give both commitments of the entry. */
export function openingFits(provider: CryptoProvider, entry: LogEntry, opening: LogOpening): boolean {
  const { sm3, sha256 } = commitmentsOf(
    provider,
    bytesOf(opening.salt),
    bytesOf(opening.sm3),
    bytesOf(opening.sha256),
  );
  return sm3 === entry.sm3 && sha256 === entry.sha256;
}

/** True when the entry is about this document. */
export function opensEntry(
  provider: CryptoProvider,
  entry: LogEntry,
  { salt }: LogOpening,
  document: Uint8Array,
): boolean {
  const own = entryOf(provider, entry, document, bytesOf(salt)).opening;
  return openingFits(provider, entry, own);
}

function commitmentsOf(
  provider: CryptoProvider,
  salt: Uint8Array,
  sm3: Uint8Array,
  sha256: Uint8Array,
): Pick<LogEntry, 'sm3' | 'sha256'> {
  return {
    sm3: commitment(provider, salt, sm3),
    sha256: commitment(provider, salt, sha256, 'SHA-256'),
  };
}

function bytesOf(text: string): Uint8Array {
  return fromBase64url(text) ?? new Uint8Array();
}

/** The bytes of the leaf. @throws z.ZodError for what is no entry */
export function entryBytes(entry: LogEntry): Uint8Array {
  return isEntry(entry) ? utf8.encode(textOf(entry)) : canonicalBytes(logEntry.parse(entry));
}

const utf8 = new TextEncoder();
const ID = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])$/;
/** 32 bytes: the last character holds four bits. */
const DIGEST = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/;

/** What the schema accepts, asked in less time: there is one for each document. */
function isEntry(entry: LogEntry): boolean {
  const { schema, kind, id, sm3, sha256 } = entry;
  return (
    Object.keys(entry).length === 5 &&
    schema === 1 &&
    [kind, id, sm3, sha256].every((each) => typeof each === 'string') &&
    KIND.test(kind) &&
    ID.test(id) &&
    DIGEST.test(sm3) &&
    DIGEST.test(sha256)
  );
}

/** The canonical text of an entry: its members in order, and nothing in them that is escaped. */
function textOf({ id, kind, sha256, sm3 }: LogEntry): string {
  return `{"id":"${id}","kind":"${kind}","schema":1,"sha256":"${sha256}","sm3":"${sm3}"}`;
}

/** @throws NotCanonical, z.ZodError */
export function readEntry(bytes: Uint8Array): LogEntry {
  return logEntry.parse(parseCanonical(bytes));
}

/** @throws NotCanonical, z.ZodError */
export function readExtra(bytes: Uint8Array): ProofExtra {
  return proofExtra.parse(parseCanonical(bytes));
}
