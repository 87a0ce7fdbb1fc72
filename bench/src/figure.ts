/** One measured figure beside its limit or peer, both measured in the same run on the same machine. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What it is compared with. */
  readonly peer: string;
  readonly peerValue: number;
  /** Where we stand beside the peer: 1 is equal, more is better (value / peerValue for rates, the inverse for costs). */
  readonly ratio: number;
  /** The ratio that is asked for. */
  readonly target?: number;
  readonly details?: Readonly<Record<string, number | string>>;
}
