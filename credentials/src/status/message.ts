import { z } from 'zod';
import { CredentialError } from '../credential/codes.js';
import { MOST_SIZE, sizeOf, statusMessages, statusReference } from './message-texts.js';
import type { StatusList } from './status-list.js';

/** An entry of purpose `message` (Bitstring Status List 1.0 section 2.1): `statusSize` bits say which message holds. */
const messageEntry = z
  .looseObject({
    type: z.literal('BitstringStatusListEntry'),
    statusPurpose: z.literal('message'),
    statusListIndex: z.string().regex(/^(?:0|[1-9]\d{0,8})$/),
    statusListCredential: z.string(),
    statusSize: z.exactOptional(z.int().min(1).max(MOST_SIZE)),
    statusMessage: statusMessages,
    statusReference: z.exactOptional(statusReference),
  })
  .refine(({ statusSize = 1, statusMessage }) => sizeOf(statusMessage) === statusSize);

/** True for an entry that tells a message; whether its form is right is for {@link messageOf}. */
export function isMessageEntry(entry: unknown): boolean {
  return (entry as { readonly statusPurpose?: unknown } | undefined)?.statusPurpose === 'message';
}

/**
 * The message that holds for a credential now. It says something, and takes nothing away.
 * @param issuers who may publish lists about this credential
 * @throws CredentialError CREDENTIAL_MALFORMED for an entry whose messages are not one for each value, and as `statusOf` does
 */
export function messageOf(value: unknown, list: StatusList, issuers: readonly string[]): string {
  const entry = messageEntry.safeParse(value);
  if (!entry.success) throw new CredentialError('CREDENTIAL_MALFORMED', [], { cause: entry.error });
  const { statusSize = 1, statusListIndex, statusListCredential, statusMessage } = entry.data;
  if (!issuers.includes(list.issuer)) throw new CredentialError('STATUS_LIST_ISSUER');
  if (list.id !== statusListCredential) throw new CredentialError('STATUS_LIST_INVALID');
  if (!list.purposes.includes('message')) throw new CredentialError('STATUS_PURPOSE_MISMATCH');
  const status = list.bits.value(Number(statusListIndex), statusSize);
  const found = statusMessage.find((each) => Number(each.status) === status);
  if (found === undefined) throw new CredentialError('CREDENTIAL_MALFORMED');
  return found.message;
}
