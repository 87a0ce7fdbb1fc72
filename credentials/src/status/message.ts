import { z } from 'zod';
import { CredentialError } from '../credential/codes.js';
import type { StatusList } from './status-list.js';

const url = z.string().regex(/^[a-z][a-z0-9+.-]*:[\x21-\x7e]+$/i);

/** Most bits of one entry: so many a text of two hexadecimal digits names. */
const MOST_SIZE = 8;

/** What the values of an entry mean: one message for each value that its bits can have, 2, 4, 8 … 256 of them. */
export const statusMessages = z
  .array(
    z.looseObject({
      /** Hexadecimal, as `0x2`. */
      status: z.string().regex(/^0x[0-9a-f]{1,2}$/),
      message: z.string(),
    }),
  )
  .refine((all) => {
    const values = new Set(all.map(({ status }) => Number(status)));
    const isWhole = Number.isInteger(sizeOf(all)) && sizeOf(all) >= 1 && sizeOf(all) <= MOST_SIZE;
    return isWhole && values.size === all.length && Math.max(...values) < all.length;
  });

/** Where something is written about a status. */
export const statusReference = z.union([url, z.array(url).min(1)]);

export type StatusMessages = z.infer<typeof statusMessages>;

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

/** How many bits so many messages take. */
export function sizeOf(messages: readonly unknown[]): number {
  return Math.log2(messages.length);
}

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
