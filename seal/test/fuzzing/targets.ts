import * as der from '../der/attack.js';
import * as eseal from '../eseal/attack.js';
import * as ofd from '../ofd/attack.js';
import * as pdf from '../pdf/attack.js';
import { mutated } from './mutation.js';

/** A kind of input that others write and ours reads. */
export interface Target {
  readonly name: string;
  /** Where what did harm is kept, and the ending of its name. */
  readonly folder: string;
  readonly ending: string;
  /** Genuine inputs, hostile ones and findings of former runs. */
  corpus(): Uint8Array[];
  mutate(genuine: Uint8Array, others: readonly Uint8Array[], random: () => number): Uint8Array;
  /** @throws what must not happen: another error than a code, more than a second of processor time */
  attack(bytes: Uint8Array): void;
  /** How many inputs the tests take. */
  readonly runs: number;
}

export const targets: readonly Target[] = [
  { name: 'der', folder: der.CORPUS, ending: 'bin', ...der, mutate: mutated, runs: 1000 },
  { name: 'eseal', folder: eseal.CORPUS, ending: 'bin', ...eseal, mutate: mutated, runs: 1500 },
  { name: 'ofd', folder: ofd.CORPUS, ending: 'ofd', ...ofd, mutate: ofd.mutatedOfd, runs: 1000 },
  { name: 'pdf', folder: pdf.CORPUS, ending: 'pdf', ...pdf, mutate: pdf.mutatedPdf, runs: 200 },
];
