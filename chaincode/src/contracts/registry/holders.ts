import type { registryMessages } from '../../messages/index.js';
import type { IdentifierRecord, OfficerRecord, OrganisationRecord, PersonRecord } from './records.js';

/** First records of those who hold keys. */

export function enrolled(organisation: registryMessages.Organisation, time: string): OrganisationRecord {
  const { id, key, ...about } = organisation;
  return {
    ...holder(id, key, time),
    kind: 'organisation',
    ...about,
    states: [{ state: 'active', at: time }],
  };
}

export function appointed(officer: registryMessages.Officer, time: string): OfficerRecord {
  return { ...holder(officer.id, officer.key, time), kind: 'officer' };
}

export function bound(binding: registryMessages.Binding, time: string): PersonRecord {
  const { relation, towards, authority, proof, at } = binding;
  return {
    ...holder(binding.identifier, binding.key, time),
    kind: 'person',
    relation,
    towards,
    authority,
    proof,
    provenAt: at,
  };
}

function holder(identifier: string, key: IdentifierRecord['keys'][number]['key'], time: string) {
  return { schema: 1 as const, identifier, since: time, keys: [{ sequence: 1, key, from: time }], next: 2 };
}
