import type { ContractView } from '../api/index.js';

/** One page as it is shown: its layout as the gateway sent it and SM3 of the layout's canonical bytes. */
export interface ShownPage {
  readonly layout: unknown;
  readonly sm3: string;
}

/** What a party sees before it signs: all of it, in the words of the document itself. */
export interface SigningScene {
  readonly contract: ContractView;
  readonly amendment: number;
  readonly pdf: Uint8Array;
  readonly pages: readonly ShownPage[];
  /** First 16 hexadecimal characters of SM3(PDF): stands on the page and in what is signed. */
  readonly fingerprint: string;
}

export type Decision =
  | {
      readonly kind: 'sign';
      readonly method: 'passphrase' | 'confirmation';
      /** Pages that were on the screen. */ readonly seen: readonly number[];
    }
  | { readonly kind: 'decline'; readonly reason: string };

/** Shows a scene to the holder and resolves with what the holder decides. */
export type Show = (scene: SigningScene) => Promise<Decision>;
