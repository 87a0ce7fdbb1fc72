import {
  CERTIFICATE,
  CERTIFICATE_PDF,
  evidenceCertificate,
  parsePart,
  provenance,
  PROVENANCE,
  signingPaths,
  digestsOf,
} from '../../bundle/index.js';
import type { Context } from '../context.js';
import { Fault, type Examination, type Finding } from '../examination.js';
import type { ConclusionShown } from './conclusion.js';
import { commandsOf } from './inputs.js';
import type { HistoryShown } from './history.js';
import { part, type ListedShown } from './opening.js';

/** What the exporter writes about a contract: it proves nothing, and may not contradict what is proven. */

const SKEW = 60_000;

/** Step `provenance`: the delay between creation and anchoring is the one that the ledger shows. */
export function checkProvenance(
  x: Examination,
  listed: ListedShown,
  history: HistoryShown,
  conclusion: ConclusionShown,
): Finding<object> {
  const said = parsePart(PROVENANCE, provenance, part(listed.files, PROVENANCE));
  const { createdAt, anchoredAt, delayMilliseconds, source, channel } = said;
  const [draft] = commandsOf(history.commands, 'labor-contract.draft');
  const drafted = draft?.evidence.header.time;
  const evidence = { source, channel, createdAt, drafted, anchoredAt, delayMilliseconds };
  x.leavesOpen('PROVENANCE_CLAIMED');
  const fits =
    said.contract === listed.manifest.contract &&
    anchoredAt === conclusion.time &&
    delayMilliseconds === Date.parse(anchoredAt) - Date.parse(createdAt) &&
    (drafted === undefined || Date.parse(createdAt) <= Date.parse(drafted) + SKEW);
  if (!fits) throw new Fault('PROVENANCE_DIFFERS', evidence);
  return { code: 'PROVENANCE_OK', evidence, value: {} };
}

/** Step `certificate`: the certificate of evidence is about this document, these parties and this block. */
export function checkCertificate(
  context: Context,
  listed: ListedShown,
  conclusion: ConclusionShown,
): Finding<object> {
  const said = parsePart(CERTIFICATE, evidenceCertificate, part(listed.files, CERTIFICATE));
  const pdf = part(listed.files, CERTIFICATE_PDF);
  const { sm3, sha256 } = digestsOf(context.provider, part(listed.files, signingPaths(0).document));
  const { worker, employer } = conclusion.command.input;
  const evidence = { serial: said.serial, contract: said.contract, height: said.concluded.height };
  const fits =
    said.contract === listed.manifest.contract &&
    said.ledger === listed.manifest.ledger &&
    said.document.sm3 === sm3 &&
    said.document.sha256 === sha256 &&
    said.concluded.time === conclusion.time &&
    said.concluded.height === conclusion.command.evidence.header.height &&
    said.parties.worker === worker.body.party &&
    said.parties.employer === employer.body.party &&
    new TextDecoder('latin1').decode(pdf.subarray(0, 5)) === '%PDF-';
  if (!fits) throw new Fault('CERTIFICATE_DIFFERS', evidence);
  return { code: 'EVIDENCE_CERTIFICATE_OK', evidence, value: {} };
}
