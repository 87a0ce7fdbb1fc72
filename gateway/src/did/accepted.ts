/**
 * The media type of these that a client prefers (RFC 9110 section 12.5.1): the first of its highest quality; the first of
 * all when it takes anything, undefined when none will do. Media types with parameters are asked for with them.
 */
export function acceptedOf<T extends string>(
  accept: string | undefined,
  types: readonly [T, ...T[]],
): T | undefined {
  const ranges = (accept ?? '*/*').split(',').map(rangeOf);
  const sorted = ranges.filter(({ quality }) => quality > 0).toSorted((a, b) => b.quality - a.quality);
  for (const { type } of sorted) {
    const found = types.find((each) => type === '*/*' || type === 'application/*' || sameType(each, type));
    if (found !== undefined) return found;
  }
  return undefined;
}

function rangeOf(text: string): { readonly type: string; readonly quality: number } {
  const [, type = '', quality = '1'] =
    /^(.*?)(?:\s*;\s*q=([01](?:\.\d{0,3})?))?\s*$/i.exec(text.trim()) ?? [];
  return { type, quality: Number(quality) };
}

function sameType(one: string, other: string): boolean {
  return plain(one) === plain(other);
}

function plain(type: string): string {
  return type.replace(/\s|"/g, '').toLowerCase();
}
