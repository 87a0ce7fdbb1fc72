/** Measures of the page, in micrometres. */

export const PAGE = { width: 210_000, height: 297_000 } as const;
/** Where text stands. The measure holds 38 characters of the body. */
export const BOX = { left: 30_000, right: 180_000, top: 30_000, bottom: 270_000 } as const;
export const MEASURE = BOX.right - BOX.left;

/** Sizes of type with the distance of their baselines. */
export const TYPE = {
  title: { size: 7056, leading: 12_000 },
  subtitle: { size: 3528, leading: 8_000 },
  article: { size: 3881, leading: 7_400 },
  body: { size: 3881, leading: 6_600 },
  cell: { size: 3528, leading: 5_600 },
  note: { size: 2999, leading: 5_000 },
  margin: { size: 2646, leading: 4_000 },
} as const;

/** Baseline of a line whose top is `top`: the characters' body is centred in the leading. */
export function baseline(
  top: number,
  { size, leading }: { readonly size: number; readonly leading: number },
): number {
  return top + Math.round(leading / 2 + size * 0.37);
}
