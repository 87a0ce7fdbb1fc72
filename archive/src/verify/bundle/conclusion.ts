import {
  activationRecord,
  identityRecord,
  parsePart,
  roles,
  sm3Of,
  signingPaths,
  type Openings,
} from '../../bundle/index.js';
import type { Context } from '../context.js';
import type { DocumentEvidence, DocumentShown, SignatureShown } from '../document/index.js';
import { Fault, Undecided, type Examination, type Finding, type Shown } from '../examination.js';
import type { HistoryShown } from './history.js';
import { commandsOf, type Command } from './inputs.js';
import type { KeysShown } from './keys.js';
import { holds, isSameKey } from './message-signature.js';
import { part, type ListedShown } from './opening.js';

/** The command by which a contract was concluded or amended, shown to be about this document and these signatures. */
export interface Conclusion {
  readonly amendment: number;
  readonly command: Command<'labor-contract.conclude'>;
  /** The block's time. */
  readonly time: string;
}

export type ConclusionShown = Shown<'conclusion', Conclusion>;
export type OpeningsShown = Shown<'commitments', Openings>;

/**
 * Step `conclusion`: the ledger holds both parties' messages, each signed with the key that the certificate names, and
 * each commitment in them opens to what stands in the bundle.
 */
export function checkConclusion(
  context: Context,
  listed: ListedShown,
  history: HistoryShown,
  keys: KeysShown,
  openings: OpeningsShown,
  document: DocumentShown,
  pagesShown: NonNullable<DocumentEvidence['pagesShown']>,
  signatures: Readonly<Record<'worker' | 'employer', SignatureShown>>,
): Finding<Conclusion> {
  const { provider } = context;
  const { record } = document;
  const { contract, ledger } = listed.manifest;
  const evidence = { contract, amendment: record.amendment };
  if (record.contract !== contract || record.ledger !== ledger) throw new Fault('OTHER_CONTRACT', evidence);
  const command = findConclusion(history, record.amendment);
  const paths = signingPaths(record.amendment);
  const { timestamps } = command.input;
  for (const role of roles) {
    const { body, signature } = command.input[role];
    const { signed, party } = signatures[role];
    const own = { ...evidence, role, party };
    const about =
      body.contract === contract &&
      body.amendment === record.amendment &&
      body.version === record.version &&
      body.role === role &&
      body.party === party;
    if (!about) throw new Fault('MESSAGE_DIFFERS', own);
    const key = keys.before(party, command.evidence);
    if (!isSameKey(key, signed.signer.key)) throw new Fault('SIGNER_KEY_OTHER', own);
    if (!holds(context.provider, key, 'labor-contract/sign', ledger, body, signature))
      throw new Fault('MESSAGE_SIGNATURE', own);
    const { checkpoint, activation } = signed.claims;
    if (body.notBefore.height !== checkpoint.height || body.notBefore.header !== checkpoint.header) {
      throw new Fault('MESSAGE_DIFFERS', { ...own, member: 'notBefore' });
    }
    const activationBytes = part(listed.files, paths.activation[role]);
    parsePart(paths.activation[role], activationRecord, activationBytes);
    if (sm3Of(provider, activationBytes) !== activation) throw new Fault('ACTIVATION_DIFFERS', own);
    openings.require(paths.document, body.document, record.document.sm3);
    openings.require(paths.cms[role], body.cms, sm3Of(provider, document.parts.cms[role]));
    openings.require(paths.shown[role], body.shown, pagesShown.digest);
    openings.require(paths.activation[role], body.activation, activation);
    openings.require(
      paths.identity[role],
      body.identity,
      sm3Of(provider, part(listed.files, paths.identity[role])),
    );
  }
  openings.require(paths.signed, timestamps.signed, sm3Of(provider, document.parts.signed));
  const [sm2, ecdsa, ...others] = timestamps.tokens;
  if (sm2 === undefined || ecdsa === undefined || others.length > 0)
    throw new Fault('MESSAGE_DIFFERS', { ...evidence, member: 'tokens' });
  openings.require(paths.tokens.sm2, sm2, sm3Of(provider, document.parts.tokens.sm2));
  openings.require(paths.tokens.ecdsa, ecdsa, sm3Of(provider, document.parts.tokens.ecdsa));
  const { height, time } = command.evidence.header;
  return {
    code: record.amendment === 0 ? 'CONCLUSION_OK' : 'AMENDMENT_OK',
    evidence: { ...evidence, height, time },
    value: { amendment: record.amendment, command, time },
  };
}

function findConclusion(history: HistoryShown, amendment: number): Command<'labor-contract.conclude'> {
  const name = amendment === 0 ? 'labor-contract.conclude' : 'labor-contract.amend';
  const found = commandsOf(history.commands, name).filter(
    ({ input }) => input.worker.body.amendment === amendment,
  );
  const [first, ...others] = found;
  if (first === undefined) throw new Undecided('CONCLUSION_MISSING', { amendment });
  if (others.length > 0) throw new Fault('CONCLUSION_TWICE', { amendment });
  return first;
}

/** Step `identity-records`: how each party's identity was proven, by records that the parties' messages committed to. */
export function checkIdentities(
  x: Examination,
  listed: ListedShown,
  conclusion: ConclusionShown,
): Finding<{ readonly sandbox: boolean }> {
  const paths = signingPaths(conclusion.amendment);
  const found = roles.map((role) => {
    const path = paths.identity[role];
    const record = parsePart(path, identityRecord, part(listed.files, path));
    const { party, contract } = conclusion.command.input[role].body;
    if (record.party !== party || record.role !== role || record.contract !== contract) {
      throw new Fault('IDENTITY_DIFFERS', { role, party });
    }
    return record;
  });
  const sandbox = found.some(({ provider }) => provider.sandbox);
  if (sandbox) x.leavesOpen('IDENTITY_SANDBOX');
  return {
    code: sandbox ? 'IDENTITY_SANDBOX_USED' : 'IDENTITY_OK',
    outcome: sandbox ? 'warn' : 'pass',
    evidence: { methods: found.map(({ role, method, factors }) => `${role}: ${method}, ${factors}`) },
    value: { sandbox },
  };
}
