import {
  amendmentsIn,
  CERTIFICATE,
  CERTIFICATE_PDF,
  LOG_PROOF,
  PROVENANCE,
  signingPaths,
} from '../../bundle/index.js';
import type { Believed, Context } from '../context.js';
import { examineDocument, type DocumentEvidence, type DocumentParts } from '../document/index.js';
import type { Examination, Finding } from '../examination.js';
import { examineLogProof } from '../log/index.js';
import { checkCertificate, checkProvenance } from './claims.js';
import { checkConclusion, checkIdentities, type ConclusionShown, type OpeningsShown } from './conclusion.js';
import { checkExport } from './export.js';
import { examineFactStatements } from './facts.js';
import {
  checkHistory,
  checkOperators,
  checkProofs,
  type HistoryShown,
  type OperatorsShown,
} from './history.js';
import { checkExporterKey, checkFounding, checkPartyKeys, type KeysShown } from './keys.js';
import { checkLayout } from './layout.js';
import { checkPreparation } from './preparation.js';
import {
  checkCommitments,
  checkContainer,
  checkExporterSignature,
  checkManifest,
  checkStatement,
  part,
  type Container,
  type ListedShown,
} from './opening.js';
import { checkSealedForm } from './sealed-form.js';
import { checkState } from './state.js';
import { checkCheckpoints, checkTimeLine } from './times.js';

/** What the steps before the single signings have shown. */
interface Opened {
  readonly listed: ListedShown | undefined;
  readonly openings: OpeningsShown | undefined;
  readonly history: HistoryShown | undefined;
  readonly operators: OperatorsShown | undefined;
}

/** All steps over an evidence bundle, in the order of docs/formats/evidence-bundle.md. */
export async function examineBundle(
  x: Examination,
  context: Context,
  believed: Believed | undefined,
  bytes: Uint8Array,
): Promise<void> {
  const container = await x.step('container', [], () => checkContainer(bytes));
  await examineEvidence(x, context, believed, container);
}

/** What later steps over the same evidence can build on. */
export interface EvidenceShown {
  readonly keys: KeysShown | undefined;
  readonly history: HistoryShown | undefined;
}

/** The steps after the container, over the files of a bundle wherever they stand. */
export async function examineEvidence(
  x: Examination,
  context: Context,
  believed: Believed | undefined,
  container: Container | undefined,
): Promise<EvidenceShown> {
  const listed = await x.step('manifest', [container], (opened) => checkManifest(context, opened));
  const exporter = await x.step('exporter-signature', [listed], (all) =>
    checkExporterSignature(context, all),
  );
  const statement = await x.step('statement', [listed, exporter], (all, by) => checkStatement(x, all, by));
  const openings = await x.step('commitments', [listed], (all) => checkCommitments(context, all));
  const proofs = await x.step('ledger-proofs', [listed], (all) => checkProofs(context, all));
  const history = await x.step('history', [listed, proofs], (all, found) =>
    checkHistory(context, all, found),
  );
  const operators = await x.step('operators', [believed, history], (belief, all) =>
    checkOperators(x, context, belief, all),
  );
  const founding = await x.step('founding', [believed, history], checkFounding);

  const opened: Opened = { listed, openings, history, operators };
  const first = await examineSigning(x, context, believed, opened, 0);
  const conclusions: (ConclusionShown | undefined)[] = [first.conclusion];
  for (const amendment of amendmentsIn(listed?.files.keys() ?? [])) {
    const signing = await x.within({ amendment }, () =>
      examineSigning(x, context, believed, opened, amendment),
    );
    conclusions.push(signing.conclusion);
  }
  const has = (path: string): boolean => listed?.files.has(path) === true;
  // What later versions of the format added: a bundle without them is as complete as it was.
  if (has(PROVENANCE)) {
    await x.step('provenance', [listed, history, first.conclusion], (all, past, done) =>
      checkProvenance(x, all, past, done),
    );
  }
  if (has(CERTIFICATE) || has(CERTIFICATE_PDF)) {
    await x.step('certificate', [listed, first.conclusion], (all, done) =>
      checkCertificate(context, all, done),
    );
  }
  const logProof = listed?.files.get(LOG_PROOF);
  if (logProof !== undefined) {
    const signed = listed?.files.get(signingPaths(0).signed);
    if (believed?.trust.logs === undefined) x.leavesOpen('LOG_NOT_CHECKED');
    else await examineLogProof(x, context, believed, logProof, signed);
  }
  await examineFactStatements(x, context, believed, listed, exporter, history);
  const exporterKey = await x.step(
    'exporter-key',
    [believed, exporter, history, first.keys, founding],
    checkExporterKey,
  );
  await x.step('export', [listed, exporter, history, statement, exporterKey], (all, by, past, said, key) =>
    checkExport(x, context, all, by, past, said, key),
  );
  const all = conclusions.every((each) => each !== undefined) ? conclusions : undefined;
  await x.step('state', [listed, history, operators, founding, all], (lists, past, names, begun, done) =>
    checkState(x, context, lists, past, names, begun, done),
  );
  if (history !== undefined) x.leavesOpen('AFTER_STATE');
  return { keys: first.keys, history };
}

interface Signing {
  readonly document: DocumentEvidence;
  readonly keys: KeysShown | undefined;
  readonly conclusion: ConclusionShown | undefined;
}

/** The contract itself (amendment 0) or an amendment. */
async function examineSigning(
  x: Examination,
  context: Context,
  believed: Believed | undefined,
  { listed, openings, history, operators }: Opened,
  amendment: number,
): Promise<Signing> {
  const parts = await x.step('companions', [listed], (all) => partsOf(all, amendment));
  const document = await examineDocument(x, context, believed, parts);
  const { worker, employer, pagesShown, times } = document;
  const keys = await x.step('party-keys', [history, worker, employer], (past, one, other) =>
    checkPartyKeys(context, past, one, other),
  );
  const conclusion = await x.step(
    'conclusion',
    [listed, history, keys, openings, document.document, pagesShown, worker, employer],
    (all, past, owned, salts, set, pages, one, other) =>
      checkConclusion(context, all, past, owned, salts, set, pages, { worker: one, employer: other }),
  );
  if (amendment === 0) {
    await x.step(
      'preparation',
      [listed, history, keys, openings, document.document, conclusion],
      (all, past, owned, salts, set, done) => checkPreparation(context, all, past, owned, salts, set, done),
    );
  }
  await x.step('layout', [listed, document.document], (all, set) => checkLayout(x, context, all, set));
  if (listed?.files.has(signingPaths(amendment).sealed) === true) {
    await x.step(
      'sealed-form',
      [listed, document.document, pagesShown, worker, employer],
      (all, set, pages, one, other) =>
        checkSealedForm(context, believed, all, set, pages, { worker: one, employer: other }),
    );
  }
  await x.step('identity-records', [listed, conclusion], (all, done) => checkIdentities(x, all, done));
  const checkpoints = await x.step(
    'checkpoints',
    [history, operators, worker, employer],
    (past, names, one, other) => checkCheckpoints(x, past, names, one, other),
  );
  await x.step(
    'time-line',
    [conclusion, checkpoints, worker, employer, times.sm2, times.ecdsa],
    (done, points, one, other, sm2, ecdsa) =>
      checkTimeLine(x, done, points, { worker: one, employer: other }, sm2, ecdsa),
  );
  return { document, keys, conclusion };
}

/** Step `companions`: the document, both signatures, their record and both time-stamps are there. */
function partsOf({ files }: ListedShown, amendment: number): Finding<DocumentParts> {
  const paths = signingPaths(amendment);
  return {
    code: 'COMPANIONS_OK',
    evidence: { amendment },
    value: {
      document: part(files, paths.document),
      cms: { worker: part(files, paths.cms.worker), employer: part(files, paths.cms.employer) },
      signed: part(files, paths.signed),
      tokens: { sm2: part(files, paths.tokens.sm2), ecdsa: part(files, paths.tokens.ecdsa) },
    },
  };
}
