/**
 * What a reader takes at most, so that no file costs more than a second: docs/formats/signed-pdf.md. A document that says
 * more of itself is refused with PDF_TOO_LARGE before anything is made of it.
 */
export const LIMITS = {
  /** Bytes of a file. */
  bytes: 32 * 1024 * 1024,
  /** Objects, over all revisions. */
  objects: 50_000,
  /** Cross-reference sections. */
  sections: 100,
  pages: 2_000,
  /** Dictionaries and arrays inside each other, and levels of the page tree. */
  depth: 48,
  /** Bytes that all streams together may unpack to. */
  unpacked: 12 * 1024 * 1024,
  /** Bytes of one string as it is written: room for a CMS of half a mebibyte. */
  string: 1024 * 1024,
  /** Values that are parsed, the members of arrays and dictionaries among them. */
  values: 500_000,
  /** References that are followed, over all revisions. */
  references: 250_000,
  /** Signatures and time-stamps. */
  signatures: 50,
  /** Signatures that are verified, those of certificates, lists and tokens among them. */
  verifications: 2_000,
  /** Bytes that are hashed to verify all of them. */
  hashed: 256 * 1024 * 1024,
} as const;
