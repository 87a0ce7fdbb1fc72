/** Where things stand in a bundle: docs/formats/evidence-bundle.md. */
export type Role = 'worker' | 'employer';
export const roles: readonly Role[] = ['worker', 'employer'];

export const STATEMENT = 'statement.json';
export const CUSTODY = 'custody.json';
export const README = 'README.txt';
export const PROVENANCE = 'provenance.json';
export const CERTIFICATE = 'certificate.json';
export const CERTIFICATE_PDF = 'certificate.pdf';
export const LOG_PROOF = 'log/contract.tlog-proof';
export const STATE = 'ledger/state.json';
export const CONSISTENCY = 'ledger/consistency.json';

/** The paths of what belongs to one signing: the contract itself (amendment 0) or an amendment. */
export interface SigningPaths {
  readonly document: string;
  /** The same pages as OFD, signed by the worker and sealed by the employer. */
  readonly sealed: string;
  readonly terms: string;
  readonly layout: string;
  readonly template: string;
  readonly disclosure: string;
  readonly cms: Readonly<Record<Role, string>>;
  readonly activation: Readonly<Record<Role, string>>;
  readonly identity: Readonly<Record<Role, string>>;
  readonly signed: string;
  readonly tokens: { readonly sm2: string; readonly ecdsa: string };
  /** Not files: names under which `commitments.json` opens the digest of the pages shown. */
  readonly shown: Readonly<Record<Role, string>>;
}

export function signingPaths(amendment: number): SigningPaths {
  const at = amendment === 0 ? '' : `amendments/${amendment}/`;
  const perRole = (name: (role: Role) => string): Record<Role, string> => ({
    worker: at + name('worker'),
    employer: at + name('employer'),
  });
  return {
    document: `${at}contract/contract.pdf`,
    sealed: `${at}contract/contract.ofd`,
    terms: `${at}contract/terms.json`,
    layout: `${at}contract/layout.json`,
    template: `${at}contract/template.json`,
    disclosure: `${at}contract/disclosure.json`,
    cms: perRole((role) => `signatures/${role}.p7s`),
    activation: perRole((role) => `signatures/${role}.activation.json`),
    identity: perRole((role) => `identity/${role}.json`),
    signed: `${at}signatures/signed.json`,
    tokens: { sm2: `${at}signatures/signed.sm2.tsr`, ecdsa: `${at}signatures/signed.ecdsa.tsr` },
    shown: perRole((role) => `shown/${role}`),
  };
}

/** `ledger/<nn>-<contract>.<operation>.json` */
export function proofPath(
  number: number,
  command: { readonly contract: string; readonly operation: string },
): string {
  return `ledger/${String(number).padStart(2, '0')}-${command.contract}.${command.operation}.json`;
}

export function isProofPath(path: string): boolean {
  return /^ledger\/\d{2}-[a-z0-9-]+\.[a-zA-Z0-9-]+\.json$/.test(path);
}

/** The numbers of the amendments that have files in the bundle, ascending. */
export function amendmentsIn(paths: Iterable<string>): number[] {
  const numbers = new Set<number>();
  for (const path of paths) {
    const match = /^amendments\/([1-9]\d{0,2})\//.exec(path);
    if (match?.[1] !== undefined) numbers.add(Number(match[1]));
  }
  return [...numbers].sort((a, b) => a - b);
}

/** `facts/<nn>.json`: statements of facts, in the order in which they were given. */
export function factsPath(number: number): string {
  return `facts/${String(number).padStart(2, '0')}.json`;
}

/** The paths of the statements of facts in the bundle, in their order. */
export function factsIn(paths: Iterable<string>): string[] {
  return [...paths].filter((path) => /^facts\/\d{2}\.json$/.test(path)).sort();
}
