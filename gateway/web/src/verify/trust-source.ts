/** Where the trust file comes from: the start page takes the platform's own, the offline page what its reader brings. */
export type TrustSource = () => Promise<Uint8Array | null>;

let source: TrustSource = async () => null;

export function believe(from: TrustSource): void {
  source = from;
}

/** The trust file, or null: then everything about trust stays unchecked, and the report says so. */
export function trustFile(): Promise<Uint8Array | null> {
  return source();
}
