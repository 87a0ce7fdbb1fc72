import { Refusal } from '../problem/index.js';

/** Only the organisation's own officials decide for it. @throws Refusal ROLE_FORBIDDEN */
export function requireOfficial(
  organisation: { readonly id: string },
  party: { readonly identifier: string },
): void {
  if (party.identifier !== organisation.id) throw new Refusal('ROLE_FORBIDDEN');
}
