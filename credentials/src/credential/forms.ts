/** What both readers of the data model ask of single texts. */

/** A URL with its scheme, in printable ASCII. */
export const url = /^[a-z][a-z0-9+.-]*:[\x21-\x7e]+$/i;

export function isUrl(value: unknown): value is string {
  return typeof value === 'string' && url.test(value);
}

/** A decimal number without leading zeros. */
export const statusIndex = /^(?:0|[1-9]\d{0,8})$/;

export const statusPurposes = ['revocation', 'suspension'] as const;
