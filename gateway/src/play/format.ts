/** What the start page and the platform say to each other about the stories: served under /play on loopback only. */

export type Bilingual = { readonly zh: string; readonly en: string };

export type Role = 'worker' | 'employer' | 'province' | 'arbitration';

/** One HTTP call as it really went over the wire while a step was played. */
export interface PlayedCall {
  /** Which process called. */
  readonly from: Role | 'identity-authority' | 'gateway';
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** The problem's code, or null when the call succeeded. */
  readonly code: string | null;
  readonly milliseconds: number;
}

export interface PlayedStep {
  readonly id: string;
  readonly role: Role;
  readonly title: Bilingual;
  /** What is expected: done, or the code with which it is refused. */
  readonly expected: string;
  readonly state: 'waiting' | 'ready' | 'running' | 'as-expected' | 'unexpected';
  /** What came: done, or a code; null before. */
  readonly came: string | null;
  /** One sentence on what came. */
  readonly outcome: Bilingual | null;
  readonly milliseconds: number | null;
  readonly calls: readonly PlayedCall[];
  /** True when somebody must look at the pages and decide first: see Scene. */
  readonly asks: boolean;
}

export interface Artefact {
  readonly name: string;
  readonly bytes: number;
  readonly about: Bilingual;
}

export interface Play {
  readonly story: 'labor-contract';
  readonly steps: readonly PlayedStep[];
  readonly artefacts: readonly Artefact[];
  /** Fingerprint of the signer of /trust.json. */
  readonly trustFingerprint: string;
  /** What can be played against this platform's ledger. */
  readonly attacks: readonly 'rewrite-ledger'[];
}

/** What a party sees before it signs. `pages` are layouts, drawn one to one (gateway/src/labor-contract/document). */
export interface Scene {
  readonly step: string;
  readonly fingerprint: string;
  readonly pages: readonly unknown[];
}

/** What an attack met. */
export interface AttackReport {
  readonly attack: 'rewrite-ledger';
  readonly steps: readonly {
    readonly title: Bilingual;
    readonly code: string;
    readonly refused: boolean;
    readonly outcome: Bilingual;
  }[];
}
