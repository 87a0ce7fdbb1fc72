import { fromBase64url } from '@renxin/chaincode/canonical';
import { isSameKey } from '../bundle/message-signature.js';
import { factMessage, factName, factStatement, parsePart, type FactStatement } from '../../bundle/index.js';
import { isSignatureBytes, type PublicKey } from '@renxin/chaincode/messages';
import type { Believed, Context } from '../context.js';
import { Fault, Undecided, type Examination, type Finding, type Shown } from '../examination.js';

export type FactsShown = Shown<'fact-statement', FactStatement>;

/** A statement of facts that stands by itself: who says so, and that it is only said. */
export async function examineFacts(
  x: Examination,
  context: Context,
  believed: Believed | undefined,
  bytes: Uint8Array,
): Promise<void> {
  const read = await x.step('fact-statement', [], () => readFacts('the file', bytes));
  await x.step('fact-signature', [read], (form) => checkFactSignature(context, form));
  await x.step('fact-key', [believed, read], (belief, form) => checkFactKey(x, belief, form));
  x.leavesOpen('FACTS_ARE_ITS_WORD');
}

export function readFacts(path: string, bytes: Uint8Array): Finding<FactStatement> {
  const value = parsePart(path, factStatement, bytes);
  const { statement, by, request, facts, at } = value.statement;
  const names = facts.map(({ fact }) => fact);
  const inOrder = factName.options.filter((name) => names.includes(name));
  if (names.join() !== inOrder.join()) throw new Fault('FACTS_DIFFER', { facts: names });
  return {
    code: 'FACTS_FORM_OK',
    evidence: { statement, by, askedBy: request.by, purpose: request.purpose, facts, at },
    value,
  };
}

export function checkFactSignature(
  context: Context,
  { key, signature, statement }: FactStatement,
): Finding<object> {
  const bytes = fromBase64url(signature);
  const holds =
    bytes !== undefined &&
    isSignatureBytes(key.algorithm, bytes) &&
    context.provider.verify(key, factMessage(statement, context.provider), bytes);
  if (!holds) throw new Fault('FACTS_SIGNATURE', { by: statement.by });
  return { code: 'FACTS_SIGNATURE_OK', evidence: { by: statement.by }, value: {} };
}

/**
 * By the trust file: the organisation's key at the time of the statement. In a bundle the exporter's own key will do, which
 * later steps hold against the ledger.
 */
export function checkFactKey(
  x: Examination,
  { trust }: Believed,
  { key, statement }: FactStatement,
  exporter?: { readonly by: string; readonly key: PublicKey },
): Finding<object> {
  const { by, at, ledger } = statement;
  if (ledger !== trust.ledger) throw new Fault('FACTS_OTHER', { ledger });
  const dated = trust.issuers
    ?.find(({ id }) => id === by)
    ?.keys.find(({ from, until }) => from <= at && (until === undefined || at < until))?.key;
  const exporters = exporter?.by === by ? exporter.key : undefined;
  const own = dated ?? exporters ?? trust.organisations.find(({ id }) => id === by)?.key;
  if (own === undefined) throw new Undecided('EXPORTER_UNKNOWN', { by });
  if (!isSameKey(own, key)) throw new Fault('FACTS_KEY_OTHER', { by });
  x.proves('FACTS_STATED');
  return { code: 'FACTS_KEY_OK', evidence: { by, at }, value: {} };
}
