import { signingPaths, sm3Of } from '../../bundle/index.js';
import type { Context } from '../context.js';
import type { DocumentShown } from '../document/index.js';
import { Fault, Undecided, type Finding } from '../examination.js';
import type { ConclusionShown, OpeningsShown } from './conclusion.js';
import type { HistoryShown } from './history.js';
import { commandsOf, isBefore, type Command } from './inputs.js';
import type { KeysShown } from './keys.js';
import { holds } from './message-signature.js';
import { part, type ListedShown } from './opening.js';

/**
 * Step `preparation`: terms, template and disclosure are those of the ledger, and the worker was told before anybody
 * signed (指引 art. 6).
 */
export function checkPreparation(
  context: Context,
  listed: ListedShown,
  history: HistoryShown,
  keys: KeysShown,
  openings: OpeningsShown,
  document: DocumentShown,
  conclusion: ConclusionShown,
): Finding<{ readonly version: number }> {
  const { provider } = context;
  const { files, manifest } = listed;
  const paths = signingPaths(0);
  const at = conclusion.command.evidence;
  const worker = conclusion.command.input.worker.body;
  const employer = conclusion.command.input.employer.body;
  const only = <N extends 'labor-contract.draft' | 'labor-contract.disclose' | 'labor-contract.lock'>(
    name: N,
  ) => {
    const found = commandsOf(history.commands, name)
      .filter(({ evidence }) => isBefore(evidence, at))
      .at(-1);
    if (found === undefined) throw new Undecided('PREPARATION_MISSING', { operation: name });
    return found;
  };
  const [draft, disclosure, lock] = [
    only('labor-contract.draft'),
    only('labor-contract.disclose'),
    only('labor-contract.lock'),
  ];
  const revision = commandsOf(history.commands, 'labor-contract.revise')
    .filter(({ evidence }) => isBefore(evidence, lock.evidence))
    .at(-1);

  const by = (
    party: string,
    command: Command<
      'labor-contract.draft' | 'labor-contract.disclose' | 'labor-contract.lock' | 'labor-contract.revise'
    >,
  ) => keys.before(party, command.evidence);
  const signed =
    holds(
      context.provider,
      by(employer.party, draft),
      'labor-contract/draft',
      manifest.ledger,
      draft.input.body,
      draft.input.signature,
    ) &&
    holds(
      context.provider,
      by(worker.party, disclosure),
      'labor-contract/disclose',
      manifest.ledger,
      disclosure.input.body,
      disclosure.input.signature,
    ) &&
    holds(
      context.provider,
      by(employer.party, lock),
      'labor-contract/lock',
      manifest.ledger,
      lock.input.body,
      lock.input.signature,
    ) &&
    (revision === undefined ||
      holds(
        context.provider,
        by(employer.party, revision),
        'labor-contract/revise',
        manifest.ledger,
        revision.input.body,
        revision.input.signature,
      ));
  if (!signed) throw new Fault('MESSAGE_SIGNATURE', { step: 'preparation' });

  const { body } = draft.input;
  if (body.worker !== worker.party || body.employer !== employer.party)
    throw new Fault('MESSAGE_DIFFERS', { member: 'parties' });
  if (lock.input.body.document !== worker.document || lock.input.body.version !== worker.version) {
    throw new Fault('MESSAGE_DIFFERS', { member: 'document' });
  }
  openings.require(
    paths.terms,
    (revision?.input.body ?? body).terms,
    sm3Of(provider, part(files, paths.terms)),
  );
  if (sm3Of(provider, part(files, paths.template)) !== body.template.sm3) throw new Fault('TEMPLATE_DIFFERS');
  if (sm3Of(provider, part(files, paths.disclosure)) !== disclosure.input.body.sm3)
    throw new Fault('DISCLOSURE_DIFFERS');
  return {
    code: 'PREPARATION_OK',
    evidence: {
      template: body.template.id,
      disclosed: disclosure.evidence.header.time,
      locked: lock.evidence.header.time,
      version: document.record.version,
    },
    value: { version: document.record.version },
  };
}
