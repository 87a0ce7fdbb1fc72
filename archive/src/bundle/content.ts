import { canonicalBytes } from '@renxin/chaincode/canonical';
import type { ConsistencyProof, LedgerProof, StateProof } from '@renxin/network/proof';
import { buildCommitments, COMMITMENTS, type Opening } from './commitments.js';
import type { Files } from './container.js';
import { factStatement, type FactStatement } from './fact-statement.js';
import {
  CERTIFICATE,
  CERTIFICATE_PDF,
  CONSISTENCY,
  CUSTODY,
  factsPath,
  LOG_PROOF,
  PROVENANCE,
  proofPath,
  README,
  roles,
  signingPaths,
  STATE,
  STATEMENT,
  type Role,
} from './paths.js';
import { readme } from './readme.js';
import {
  activationRecord,
  custody,
  evidenceCertificate,
  identityRecord,
  platformStatement,
  provenance,
  type ActivationRecord,
  type Custody,
  type EvidenceCertificate,
  type Provenance,
  type IdentityRecord,
  type PlatformStatement,
} from './records.js';

/** What one signing leaves: the contract itself (amendment 0) or an amendment. */
export interface SigningContent {
  readonly amendment: number;
  readonly document: Uint8Array;
  /** The OFD with the worker's signature and the employer's seal; absent when it was not sealed. */
  readonly sealed?: Uint8Array;
  /** Canonical JSON bytes, as they were committed to. */
  readonly terms: Uint8Array;
  /** Canonical `{"pages": […]}`. */
  readonly layout?: Uint8Array;
  /** Of the contract itself alone. */
  readonly template?: Uint8Array;
  readonly disclosure?: Uint8Array;
  readonly cms: Readonly<Record<Role, Uint8Array>>;
  readonly activation: Readonly<Record<Role, ActivationRecord>>;
  readonly identity: Readonly<Record<Role, IdentityRecord>>;
  /** The bytes of the signed contract and the tokens over them. */
  readonly signed: Uint8Array;
  readonly tokens: { readonly sm2: Uint8Array; readonly ecdsa: Uint8Array };
}

/** Everything that a bundle says, before it is listed, signed and recorded. */
export interface BundleContent {
  readonly signings: readonly SigningContent[];
  readonly openings: readonly Opening[];
  /** In any order; they are numbered in the order of the ledger. */
  readonly proofs: readonly LedgerProof[];
  readonly state: StateProof;
  /** One for each other header, leading to the header of `state`. */
  readonly consistency: readonly ConsistencyProof[];
  readonly statement: PlatformStatement;
  readonly custody: Custody;
  readonly provenance?: Provenance;
  /** 出证报告, as data and as it is printed. */
  readonly certificate?: { readonly data: EvidenceCertificate; readonly pdf: Uint8Array };
  /** The `.tlog-proof` of the signed contract in an evidence log. */
  readonly logProof?: Uint8Array;
  /** What was answered to arbitration commissions and courts. */
  readonly facts?: readonly FactStatement[];
}

/** Lays the content out under the paths of docs/formats/evidence-bundle.md. @throws z.ZodError for a record of another form */
export function layOut(content: BundleContent): Files {
  const files = new Map<string, Uint8Array>();
  for (const signing of content.signings) layOutSigning(files, signing);
  files.set(COMMITMENTS, buildCommitments(content.openings));
  inLedgerOrder(content.proofs).forEach((proof, i) => {
    files.set(proofPath(i, proof.command), canonicalBytes(proof));
  });
  files.set(STATE, canonicalBytes(content.state));
  files.set(
    CONSISTENCY,
    canonicalBytes({ kind: 'renxin-consistency', schema: 1, proofs: byHeight(content.consistency) }),
  );
  files.set(STATEMENT, canonicalBytes(platformStatement.parse(content.statement)));
  files.set(CUSTODY, canonicalBytes(custody.parse(content.custody)));
  if (content.provenance !== undefined)
    files.set(PROVENANCE, canonicalBytes(provenance.parse(content.provenance)));
  if (content.certificate !== undefined) {
    files.set(CERTIFICATE, canonicalBytes(evidenceCertificate.parse(content.certificate.data)));
    files.set(CERTIFICATE_PDF, content.certificate.pdf);
  }
  if (content.logProof !== undefined) files.set(LOG_PROOF, content.logProof);
  content.facts?.forEach((each, i) => files.set(factsPath(i), canonicalBytes(factStatement.parse(each))));
  files.set(README, new TextEncoder().encode(readme(content.custody.contract)));
  return files;
}

function layOutSigning(files: Map<string, Uint8Array>, signing: SigningContent): void {
  const paths = signingPaths(signing.amendment);
  files.set(paths.document, signing.document);
  if (signing.sealed !== undefined) files.set(paths.sealed, signing.sealed);
  files.set(paths.terms, signing.terms);
  if (signing.layout !== undefined) files.set(paths.layout, signing.layout);
  if (signing.template !== undefined) files.set(paths.template, signing.template);
  if (signing.disclosure !== undefined) files.set(paths.disclosure, signing.disclosure);
  for (const role of roles) {
    files.set(paths.cms[role], signing.cms[role]);
    files.set(paths.activation[role], canonicalBytes(activationRecord.parse(signing.activation[role])));
    files.set(paths.identity[role], canonicalBytes(identityRecord.parse(signing.identity[role])));
  }
  files.set(paths.signed, signing.signed);
  files.set(paths.tokens.sm2, signing.tokens.sm2);
  files.set(paths.tokens.ecdsa, signing.tokens.ecdsa);
}

/** Each command once. */
function inLedgerOrder(proofs: readonly LedgerProof[]): LedgerProof[] {
  const once = new Map(proofs.map((proof) => [`${proof.command.txId}/${proof.command.index}`, proof]));
  return [...once.values()].sort(
    (a, b) => a.signed.header.height - b.signed.header.height || a.command.index - b.command.index,
  );
}

/** Sorted by height of the earlier header, one for each. */
function byHeight(proofs: readonly ConsistencyProof[]): ConsistencyProof[] {
  const once = new Map(proofs.map((proof) => [proof.earlier.header.height, proof]));
  return [...once.values()].sort((a, b) => a.earlier.header.height - b.earlier.header.height);
}
