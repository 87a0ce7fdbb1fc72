import type { Role } from '../../bundle/index.js';

/** The six files of one signing. */
export interface DocumentParts {
  readonly document: Uint8Array;
  readonly cms: Readonly<Record<Role, Uint8Array>>;
  readonly signed: Uint8Array;
  readonly tokens: { readonly sm2: Uint8Array; readonly ecdsa: Uint8Array };
}
