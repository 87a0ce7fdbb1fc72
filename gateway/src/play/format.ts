/** What the start page and the platform say to each other about the stories: served under /play on loopback only. */

export type Bilingual = { readonly zh: string; readonly en: string };

export type StoryId = 'labor-contract' | 'certificates' | 'consent' | 'evidence';

/** Who acts in a step. */
export type Role =
  | 'worker'
  | 'citizen'
  | 'employer'
  | 'bank'
  | 'assessor'
  | 'province'
  | 'other-province'
  | 'ministry'
  | 'arbitration'
  | 'court'
  | 'anybody';

/** One HTTP call as it really went over the wire while a step was played. */
export interface PlayedCall {
  /** Which process called; `visitor`: anybody without a key of this platform. */
  readonly from: 'worker' | 'employer' | 'bank' | 'assessor' | 'identity-authority' | 'gateway' | 'visitor';
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
  /** `declined`: the party was asked and said no, which ends the story. */
  readonly state: 'waiting' | 'ready' | 'running' | 'as-expected' | 'declined' | 'unexpected';
  /** What came: done, declined, or a code; null before. */
  readonly came: string | null;
  /** One sentence on what came. */
  readonly outcome: Bilingual | null;
  readonly milliseconds: number | null;
  readonly calls: readonly PlayedCall[];
  /** What somebody is asked first, and decides; null when the step asks nothing. */
  readonly asks: Question['kind'] | null;
}

/** What is verified together. */
export interface ArtefactGroup {
  readonly id: string;
  readonly title: Bilingual;
  readonly about: Bilingual;
  /** What each file is, by its name; a name that ends with `/` stands for every file under it. */
  readonly files: Readonly<Record<string, Bilingual>>;
  /** True for what others' tools read, and no verifier of ours takes as a file. */
  readonly notVerified?: true;
}

export interface Artefact {
  readonly name: string;
  readonly bytes: number;
  readonly about: Bilingual;
}

/** One story as far as it was played. */
export interface Play {
  readonly story: StoryId;
  readonly title: Bilingual;
  readonly about: Bilingual;
  /** The story that has to be finished first, while it is not. */
  readonly waitsFor: StoryId | null;
  readonly steps: readonly PlayedStep[];
  readonly artefacts: readonly (Omit<ArtefactGroup, 'files'> & { readonly members: readonly Artefact[] })[];
}

export interface Playbill {
  readonly plays: readonly Play[];
  /** Fingerprint of the signer of /trust.json. */
  readonly trustFingerprint: string;
  readonly attacks: readonly { readonly name: AttackName; readonly standing: AttackStanding }[];
}

/** What a party is asked before a step. */
export type Question = PagesQuestion | DataQuestion;

/** The pages that are signed. They are layouts, drawn one to one (gateway/src/labor-contract/document). */
export interface PagesQuestion {
  readonly kind: 'pages';
  readonly fingerprint: string;
  readonly pages: readonly unknown[];
}

/** Somebody wants data of a person: a consent that is signed, or a presentation from the wallet. */
export interface DataQuestion {
  readonly kind: 'consent' | 'presentation';
  /** Who asks: the name and, in small print, the identifier. */
  readonly recipient: { readonly name: Bilingual; readonly identifier: string };
  /** Where the data comes from. */
  readonly source: Bilingual;
  readonly fields: readonly {
    readonly name: Bilingual;
    /** The value that will be shown, where the wallet has it. */
    readonly value?: string;
    readonly sensitive: boolean;
  }[];
  /** What the wallet holds and does not show. */
  readonly withheld: readonly Bilingual[];
  /** Why. */
  readonly purpose: Bilingual;
  /** How long: an instant in ISO 8601, or null for this once. */
  readonly until: string | null;
  /** How often; null for this once. */
  readonly times: number | null;
  /** What happens when the person refuses. */
  readonly refusal: Bilingual;
}

export type AttackName = 'rewrite-ledger' | 'stolen-token' | 'revoked-proof' | 'rewrite-log';

/** `waiting`: what it needs has not been played yet; `impossible`: this platform has nothing to play it against. */
export type AttackStanding = 'ready' | 'waiting' | 'impossible';

/** What an attack met. */
export interface AttackReport {
  readonly attack: AttackName;
  readonly steps: readonly AttackStep[];
}

export interface AttackStep {
  readonly title: Bilingual;
  readonly code: string;
  readonly refused: boolean;
  readonly outcome: Bilingual;
}

/** The desks at which one can sign in as an official of the demonstration. */
export interface Desks {
  readonly ledger: string;
  readonly desks: readonly Desk[];
}

export interface Desk {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  readonly uscc: string;
}

/** What came of an act at the page of e-seals: the client's answer, or its refusal with the problem details, if it has any. */
export type SealDeskAnswer =
  | { readonly ok: true; readonly organisation: string; readonly result: unknown }
  | { readonly ok: false; readonly code: string; readonly problem: unknown };
