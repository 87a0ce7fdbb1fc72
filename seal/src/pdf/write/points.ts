/** Points (1/72 inch) of a length in micrometres, to a millionth. */
export function points(micrometres: number): number {
  return Math.round((micrometres * 72_000_000) / 25_400) / 1_000_000;
}
