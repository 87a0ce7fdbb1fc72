import type { searchAnswer } from '@renxin/wallets/api';
import type { z } from 'zod';
import { RegisterUnavailable } from '../provincial-register/index.js';
import type { CertificateDesk } from './desk.js';

export type Held = Pick<z.infer<typeof searchAnswer>, 'register' | 'held' | 'unreadable'>;

/**
 * What the province's own system holds of a person and the ledger does not: told as what it is, the province's word about
 * its system, which nobody anchored. Without an answer that is said as well: nobody takes silence for nothing.
 * @param anchored the person's certificates here, by `type:number`
 * @returns the numbers too: they are for whoever may look them up
 */
export async function heldOnly(
  desk: Pick<CertificateDesk, 'register' | 'organisation' | 'log'>,
  citizenNumber: string,
  anchored: ReadonlySet<string>,
): Promise<Held> {
  const { register, organisation, log } = desk;
  if (register === undefined) return {};
  try {
    const { certificates, unreadable } = await register.ofPerson(citizenNumber);
    const held = certificates
      .filter(({ type, number }) => !anchored.has(`${type}:${number}`))
      .map((told) => ({ ...told, anchored: false as const }));
    return { register: 'asked', held, ...(unreadable > 0 && { unreadable }) };
  } catch (error) {
    if (!(error instanceof RegisterUnavailable)) throw error;
    const { code, state } = error;
    const fault = state === undefined ? {} : { fault: { name: 'SQLSTATE', code: state, frames: [] } };
    log.warn({ organisation, code, ...fault }, 'the province’s database did not answer');
    return { register: 'unavailable' };
  }
}
