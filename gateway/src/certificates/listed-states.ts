import type { certificateRecords } from '@renxin/chaincode/contracts';
import { StatusBits, type StatusPlace, type StatusPurpose } from '@renxin/credentials/status';

type State = certificateRecords.State;

export const statusPurposes = ['revocation', 'suspension'] as const satisfies readonly StatusPurpose[];
type ListedPurpose = (typeof statusPurposes)[number];

const set: Readonly<Record<ListedPurpose, readonly State[]>> = {
  revocation: ['REVOKED', 'CANCELLED', 'TRANSFERRED', 'REPLACED'],
  suspension: ['SUSPENDED', 'SET_ASIDE', 'TRANSFERRING'],
};

/** What lists say, as it is published: two bits for each place, however many certificates there are. */
export class ListedStates {
  readonly #lists = new Map<number, Readonly<Record<ListedPurpose, StatusBits>>>();

  /** Whether a place of the list was given to a certificate that the ledger has. */
  has(list: number): boolean {
    return this.#lists.has(list);
  }

  set({ list, index }: StatusPlace, state: State): void {
    const bits = this.#lists.get(list) ?? { revocation: new StatusBits(), suspension: new StatusBits() };
    this.#lists.set(list, bits);
    for (const purpose of statusPurposes) bits[purpose].set(index, set[purpose].includes(state));
  }

  /** The bits of a list; none is set where nobody has a place. */
  bits(list: number, purpose: ListedPurpose): StatusBits {
    return this.#lists.get(list)?.[purpose] ?? new StatusBits();
  }
}
