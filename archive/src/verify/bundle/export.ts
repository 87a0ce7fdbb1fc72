import { opens } from '../../bundle/index.js';
import type { Context } from '../context.js';
import { Fault, type Examination, type Finding, type Shown } from '../examination.js';
import type { HistoryShown } from './history.js';
import { readInput } from './inputs.js';
import { holds } from './message-signature.js';
import type { Exporter, ListedShown } from './opening.js';
import type { Custody } from '../../bundle/index.js';

/** Step `export`: the ledger recorded that this bundle was handed out, by whom and to what purpose. */
export function checkExport(
  x: Examination,
  context: Context,
  listed: ListedShown,
  exporter: Exporter,
  history: HistoryShown,
  statement: Shown<'statement', { readonly custody: Custody }>,
  _key: Shown<'exporter-key', { readonly by: string }>,
): Finding<{ readonly time: string }> {
  const { command, salt } = history.export;
  const { header } = command;
  const evidence = { by: exporter.by, height: header.height, time: header.time };
  if (command.command.contract !== 'labor-contract' || command.command.operation !== 'export') {
    throw new Fault('EXPORT_OTHER', evidence);
  }
  const { body, signature } = readInput(command, 'labor-contract.export');
  const { custody } = statement;
  const same =
    body.contract === listed.manifest.contract && body.by === exporter.by && body.purpose === custody.purpose;
  if (!same) throw new Fault('EXPORT_OTHER', evidence);
  if (!opens(context.provider, { commitment: body.bundle, salt, digest: listed.manifestSm3 })) {
    throw new Fault('EXPORT_COMMITMENT', evidence);
  }
  if (
    !holds(context.provider, exporter.key, 'labor-contract/export', listed.manifest.ledger, body, signature)
  ) {
    throw new Fault('MESSAGE_SIGNATURE', evidence);
  }
  x.proves('EXPORT_RECORDED');
  return {
    code: 'EXPORT_OK',
    evidence: { ...evidence, purpose: body.purpose },
    value: { time: header.time },
  };
}
