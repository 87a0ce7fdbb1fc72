import { z } from 'zod';

const url = z.string().regex(/^[a-z][a-z0-9+.-]*:[\x21-\x7e]+$/i);

/** Most bits of one entry: so many a text of two hexadecimal digits names. */
export const MOST_SIZE = 8;

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

/** How many bits so many messages take. */
export function sizeOf(messages: readonly unknown[]): number {
  return Math.log2(messages.length);
}
