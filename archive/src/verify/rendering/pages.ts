/** Sealed pages of a certificate: what they hold, and who sealed them (certificates, DER). */
export interface RenderedPages {
  readonly data: ReadonlyMap<string, string>;
  readonly signers: readonly Uint8Array[];
}
