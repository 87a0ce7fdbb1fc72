import type { JsonObject } from '@renxin/chaincode/canonical';
import { sizeOf, statusEntry, type AnyStatusEntry, type StatusPurpose } from '@renxin/credentials/status';
import { z } from 'zod';
import { Refusal } from '../problem/index.js';
import type { StatusMessagesAsked } from './bodies.js';

const purposes = ['revocation', 'suspension'] as const satisfies readonly StatusPurpose[];
/** Where a credential stands in the lists, and which of its statuses are set. */
export const statusRecord = z.strictObject({
  schema: z.literal(1),
  list: z.int().min(1),
  index: z.int().min(0),
  set: z.array(z.enum(purposes)),
  /** Of purpose `message`: the bits that it has, and the value in them. */
  message: z.exactOptional(z.strictObject({ size: z.int().min(1).max(8), value: z.int().min(0).max(255) })),
});

export type OpenStatus = z.infer<typeof statusRecord>;

/**
 * What a credential says about its status: an entry for each purpose, and one for its messages.
 * @param url of a list by its name
 */
export function entriesOf(
  { index, message }: OpenStatus,
  asked: StatusMessagesAsked | undefined,
  url: (list: string) => string,
): JsonObject[] {
  const entries: AnyStatusEntry[] = purposes.map((purpose) => statusEntry(url(purpose), purpose, index));
  if (asked !== undefined && message !== undefined)
    entries.push(messageEntry(url(listOfMessages(message.size)), index, asked));
  return entries.map((entry) => {
    return { id: `${entry.statusListCredential}#${String(index)}`, ...entry } as unknown as JsonObject;
  });
}

/** A list's purpose and the bits of its entries. */
export interface ListKind {
  /** Behind the list's number in its address. */
  readonly name: string;
  readonly purpose: StatusPurpose | 'message';
  readonly size: number;
}

/** @returns undefined for what is no list's name */
export function listKind(name: string): ListKind | undefined {
  const purpose = purposes.find((each) => each === name);
  if (purpose !== undefined) return { name, purpose, size: 1 };
  const [, size] = /^message-([1-8])$/.exec(name) ?? [];
  return size === undefined ? undefined : { name, purpose: 'message', size: Number(size) };
}

/** Entries of another size lie in another list: an index counts entries. */
function listOfMessages(size: number): string {
  return `message-${String(size)}`;
}

function messageEntry(
  statusListCredential: string,
  index: number,
  { messages, reference }: StatusMessagesAsked,
): AnyStatusEntry {
  return {
    ...statusEntry(statusListCredential, 'message', index),
    statusSize: sizeOf(messages),
    statusMessage: messages,
    ...(reference !== undefined && { statusReference: reference }),
  };
}

/** @throws Refusal STATUS_VALUE_UNKNOWN */
export function changed(
  record: OpenStatus,
  purpose: StatusPurpose | 'message',
  status: boolean | string,
): OpenStatus {
  if (purpose !== 'message') {
    const set = record.set.filter((each) => each !== purpose);
    return { ...record, set: status === true ? [...set, purpose] : set };
  }
  const value = Number(status);
  if (record.message === undefined || value >= 2 ** record.message.size)
    throw new Refusal('STATUS_VALUE_UNKNOWN');
  return { ...record, message: { ...record.message, value } };
}
