import type { CredentialType, Fields, Subject, SubjectFault } from './definition.js';
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
  const { id: _id, ...said } = subject;
  const faults = faultsOfFields(fields, said, '');
  return faults.length > 0 ? faults : rules.flatMap((rule) => rule(said, today));
}

function faultsOfFields(fields: Fields, value: unknown, pointer: string): SubjectFault[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [{ pointer, code: 'VALUE_INVALID' }];
  const members = value as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(members).filter((name) => !Object.hasOwn(fields, name));
  return [
    // A name that nobody defined may be anything, also personal: it is not repeated.
    ...(unknown.length > 0 ? [{ pointer, code: 'MEMBER_UNKNOWN' } as const] : []),
    ...Object.entries(fields).flatMap(([name, field]) => {
      const at = `${pointer}/${name}`;
      if (!Object.hasOwn(members, name))
        return field.required ? [{ pointer: at, code: 'MEMBER_MISSING' } as const] : [];
      if (field.value.kind === 'group') return faultsOfFields(field.value.fields, members[name], at);
      const code = faultOf(members[name], field.value);
      return code === undefined ? [] : [{ pointer: at, code }];
    }),
  ];
}
