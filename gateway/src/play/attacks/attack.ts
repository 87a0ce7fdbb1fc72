import type { AttackName, AttackStanding, AttackStep } from '../format.js';
import type { Playhouse } from '../playhouse.js';

/** Something that somebody tries against the running platform, by the same code and calls that anybody has. */
export interface Attack {
  readonly name: AttackName;
  standing(house: Playhouse): AttackStanding;
  play(house: Playhouse): Promise<readonly AttackStep[]>;
}
