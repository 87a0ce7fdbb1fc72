import { recognitionRules, registryRules } from '@renxin/chaincode/contracts';
import { ContractError } from '@renxin/chaincode/kernel';
import { dateInChina, plusMilliseconds, type registryMessages } from '@renxin/chaincode/messages';
import type { Proposal } from '@renxin/wallets/api';
import type { Accreditation, Book, Organisation } from './book.js';

/** A registry as it would be after a proposal, by the rules of the ledger itself. */
export interface Proposed {
  readonly book: Book;
  /** The first day on which the proposal has an effect. */
  readonly from: string;
}

/**
 * Nothing is submitted and no signature asked for: what the rules would refuse is refused here with the same code.
 * @param by the organisation that thinks of it
 * @throws ContractError
 */
export function proposed(book: Book, by: string, proposal: Proposal, now: string): Proposed {
  switch (proposal.kind) {
    case 'recognise': {
      const body = { ...proposal.recognition, by };
      requireRole(book, by, ['province', 'ministry']);
      const of = book.organisations.get(body.of);
      if (of?.role !== 'province' || body.of === by)
        throw new ContractError('ORGANISATION_UNKNOWN', { organisation: body.of });
      if (book.recognitions.has(body.recognition))
        throw new ContractError('RECOGNITION_EXISTS', { recognition: body.recognition });
      const record = recognitionRules.recognisedAs(body, undefined, now);
      return { book: withRecognition(book, record), from: latest(body.from, dateInChina(now)) };
    }
    case 'withdraw-recognition': {
      const { recognition, from, reason } = proposal;
      const before = book.recognitions.get(recognition);
      if (before === undefined) throw new ContractError('RECOGNITION_UNKNOWN', { recognition });
      if (before.recognition.by !== by) throw new ContractError('NOT_ENTITLED', { by });
      const after = recognitionRules.recognitionWithdrawn(before, { recognition, by, from, reason }, now);
      return { book: withRecognition(book, after), from };
    }
    case 'delegate':
      return delegated(book, { ...proposal.delegation, by }, now);
    case 'decide-delegation':
      return delegationDecided(book, by, proposal, now);
    case 'change':
      return changed(book, proposal.change, now);
  }
}

function delegated(book: Book, body: registryMessages.Delegation, now: string): Proposed {
  const { by, under, accreditation } = body;
  requireRole(book, by, ['province']);
  if (book.accreditations.has(accreditation.id))
    throw new ContractError('ACCREDITATION_EXISTS', { id: accreditation.id });
  const above = accreditationIn(book, under);
  const { role } = activeIn(book, accreditation.organisation);
  if (role === 'province' || role === 'ministry')
    throw new ContractError('NOT_ENTITLED', { organisation: accreditation.organisation });
  const { given } = registryRules.delegatedAs(body, above, undefined, now);
  return { book: withAccreditation(book, given), from: latest(accreditation.from, dateInChina(now)) };
}

function delegationDecided(
  book: Book,
  by: string,
  { accreditation, decision }: Extract<Proposal, { kind: 'decide-delegation' }>,
  now: string,
): Proposed {
  const record = accreditationIn(book, accreditation);
  const { reason } = decision;
  const message = { accreditation, by, sequence: registryRules.decisionsAbout(record) + 1, reason };
  switch (decision.decision) {
    case 'suspend':
      return {
        book: withAccreditation(book, registryRules.delegationSuspended(record, message, now)),
        from: dateInChina(now),
      };
    case 'reinstate':
      return {
        book: withAccreditation(book, registryRules.delegationReinstated(record, message, now)),
        from: dayAfter(now),
      };
    case 'withdraw': {
      const { from } = decision;
      const after = registryRules.delegationWithdrawn(record, { ...message, from }, now);
      return { book: withAccreditation(book, after), from };
    }
  }
}

/** A change of the registry, as if it were approved. */
function changed(book: Book, change: registryMessages.Change, now: string): Proposed {
  const today = dateInChina(now);
  switch (change.kind) {
    case 'accredit': {
      const { id, organisation, from } = change.accreditation;
      activeIn(book, organisation);
      if (book.accreditations.has(id)) throw new ContractError('ACCREDITATION_EXISTS', { id });
      const record = registryRules.accreditedAs(change.accreditation, undefined, now);
      return { book: withAccreditation(book, record), from: latest(from, today) };
    }
    case 'withdraw-accreditation': {
      const { from, reason, accreditation } = change;
      const record = registryRules.withdrawn(accreditationIn(book, accreditation), from, reason, now);
      return { book: withAccreditation(book, record), from };
    }
    case 'suspend-accreditation':
    case 'reinstate-accreditation': {
      const isEnd = change.kind === 'reinstate-accreditation';
      const rule = isEnd ? registryRules.accreditationReinstated : registryRules.accreditationSuspended;
      const record = rule(accreditationIn(book, change.accreditation), change.reason, now);
      return { book: withAccreditation(book, record), from: isEnd ? dayAfter(now) : today };
    }
    case 'suspend':
    case 'reinstate': {
      const isEnd = change.kind === 'reinstate';
      const rule = isEnd ? registryRules.reinstated : registryRules.suspended;
      const record = rule(organisationIn(book, change.organisation), change.reason, now);
      const organisations = new Map(book.organisations).set(change.organisation, record);
      return { book: { ...book, organisations }, from: isEnd ? dayAfter(now) : today };
    }
    case 'enrol':
    case 'appoint-officer':
    case 'dismiss-officer':
      return { book, from: today };
  }
}

function withAccreditation(book: Book, record: Accreditation): Book {
  return { ...book, accreditations: new Map(book.accreditations).set(record.id, record) };
}

function withRecognition(
  book: Book,
  record: Parameters<typeof recognitionRules.recognitionWithdrawn>[0],
): Book {
  const { recognition } = record.recognition;
  return { ...book, recognitions: new Map(book.recognitions).set(recognition, record) };
}

function accreditationIn(book: Book, id: string): Accreditation {
  const record = book.accreditations.get(id);
  if (record === undefined) throw new ContractError('ACCREDITATION_UNKNOWN', { id });
  return record;
}

function organisationIn(book: Book, organisation: string): Organisation {
  const record = book.organisations.get(organisation);
  if (record === undefined) throw new ContractError('ORGANISATION_UNKNOWN', { organisation });
  return record;
}

function activeIn(book: Book, organisation: string): Organisation {
  const record = organisationIn(book, organisation);
  if (registryRules.isSuspended(record)) throw new ContractError('ORGANISATION_SUSPENDED', { organisation });
  return record;
}

function requireRole(book: Book, by: string, roles: readonly string[]): void {
  if (!roles.includes(activeIn(book, by).role)) throw new ContractError('NOT_ENTITLED', { by });
}

function latest(a: string, b: string): string {
  return a > b ? a : b;
}

/** A suspension counts for the whole day on which it ends. */
function dayAfter(now: string): string {
  return dateInChina(plusMilliseconds(now, 86_400_000));
}
