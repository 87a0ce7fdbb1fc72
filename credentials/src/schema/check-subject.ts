import type { CredentialType, Field, Fields, Subject, SubjectFault } from './definition.js';
import { faultOf } from './read-value.js';

/**
 * Everything wrong with a subject by its type, as JSON pointers and codes; nothing when it is right. `id`, the holder's
 * DID, is for the credential's own form to check. Rules over several fields are asked when each by itself is right.
 * @param today the date in China, YYYY-MM-DD
 */
export function faultsOfSubject(
  { fields, rules }: CredentialType,
  subject: Subject,
  today: string,
): readonly SubjectFault[] {
  const faults: SubjectFault[] = [];
  checkFields(fields, subject, '', faults);
  return faults.length > 0 ? faults : rules.flatMap((rule) => rule(subject, today));
}

function checkFields(fields: Fields, value: unknown, pointer: string, faults: SubjectFault[]): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    faults.push({ pointer, code: 'VALUE_INVALID' });
    return;
  }
  const members = value as Readonly<Record<string, unknown>>;
  const isUnknown = (name: string): boolean =>
    !Object.hasOwn(fields, name) && !(name === 'id' && pointer === '');
  // A name that nobody defined may be anything, also personal: it is not repeated.
  if (Object.keys(members).some(isUnknown)) faults.push({ pointer, code: 'MEMBER_UNKNOWN' });
  for (const name of Object.keys(fields)) {
    const field = fields[name];
    if (field === undefined) continue;
    const isThere = Object.hasOwn(members, name);
    if (isThere) checkField(field, members[name], pointer, name, faults);
    else if (field.required) faults.push({ pointer: `${pointer}/${name}`, code: 'MEMBER_MISSING' });
  }
}

function checkField(
  { value: kind }: Field,
  value: unknown,
  pointer: string,
  name: string,
  faults: SubjectFault[],
): void {
  if (kind.kind === 'group') {
    checkFields(kind.fields, value, `${pointer}/${name}`, faults);
    return;
  }
  const code = faultOf(value, kind);
  if (code !== undefined) faults.push({ pointer: `${pointer}/${name}`, code });
}
