import { z } from 'zod';
import { factsIn, type FactStatement } from '../../bundle/index.js';
import type { Believed, Context } from '../context.js';
import { Fault, Undecided, type Examination, type Finding } from '../examination.js';
import { checkFactKey, checkFactSignature, readFacts } from '../facts/index.js';
import type { HistoryShown } from './history.js';
import { part, type Exporter, type ListedShown } from './opening.js';

/** Every statement of facts in the bundle: signed, of this contract, and none against what the ledger shows. */
export async function examineFactStatements(
  x: Examination,
  context: Context,
  believed: Believed | undefined,
  listed: ListedShown | undefined,
  exporter: Exporter | undefined,
  history: HistoryShown | undefined,
): Promise<void> {
  for (const path of factsIn(listed?.files.keys() ?? []))
    await x.within({ path }, async () => {
      const read = await x.step('fact-statement', [listed], (all) => readFacts(path, part(all.files, path)));
      await x.step('fact-signature', [read], (form) => checkFactSignature(context, form));
      await x.step('fact-key', [believed, read, exporter], (belief, form, by) =>
        checkFactKey(x, belief, form, by),
      );
      await x.step('facts', [listed, history, read], (all, past, { statement }) =>
        checkFacts(all, past, statement),
      );
    });
}

const dated = z.looseObject({ state: z.string(), at: z.string() });
const taken = z.looseObject({ recordedAt: z.string() }).optional();
const record = z.looseObject({
  worker: z.string().optional(),
  employer: z.string(),
  states: z.array(dated),
  amendment: z.number().optional(),
  delivery: taken,
  acknowledgement: taken,
});

/** The record is at the same time or later: what it said at the time of the statement is what was stated. */
function checkFacts(
  listed: ListedShown,
  history: HistoryShown,
  { contract, ledger, facts, at }: FactStatement['statement'],
): Finding<object> {
  const evidence = { contract, at };
  if (contract !== listed.manifest.contract || ledger !== listed.manifest.ledger)
    throw new Fault('FACTS_OTHER', evidence);
  const found = record.safeParse(history.state.value);
  if (!found.success || history.state.id !== contract) throw new Undecided('STATE_ABSENT', evidence);
  for (const each of facts)
    if (!isShown(each, found.data, at)) throw new Fault('FACTS_DIFFER', { ...evidence, fact: each.fact });
  return { code: 'FACTS_OK', evidence: { ...evidence, facts: facts.map(({ fact }) => fact) }, value: {} };
}

function isShown(
  fact: FactStatement['statement']['facts'][number],
  { worker, employer, states, amendment = 0, delivery, acknowledgement }: z.infer<typeof record>,
  at: string,
): boolean {
  const then = states.filter((each) => each.at <= at).at(-1);
  switch (fact.fact) {
    case 'parties':
      // A record that was disposed of keeps no worker.
      return fact.employer === employer && (worker === undefined || fact.worker === worker);
    case 'conclusion':
      return states.some((each) => each.state === 'CONCLUDED' && each.at === fact.at);
    case 'state':
      return then?.state === fact.state && then.at === fact.since;
    // What came after the statement is not counted against it.
    case 'amendments':
      return fact.count <= amendment;
    case 'delivery':
      return (
        isNotAfter(fact.deliveredAt, delivery?.recordedAt) &&
        isNotAfter(fact.acknowledgedAt, acknowledgement?.recordedAt)
      );
  }
}

/** The record keeps the latest of each. */
function isNotAfter(said: string | undefined, recorded: string | undefined): boolean {
  return said === undefined || (recorded !== undefined && said <= recorded);
}
