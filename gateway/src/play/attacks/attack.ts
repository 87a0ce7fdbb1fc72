import type { AttackName, AttackStanding, AttackStep } from '../format.js';
import type { Playhouse } from '../playhouse.js';

/** Something that somebody tries against the running platform, by the same code and calls that anybody has. */
export interface Attack {
  readonly name: AttackName;
  standing(house: Playhouse): AttackStanding;
  play(house: Playhouse): Promise<readonly AttackStep[]>;
}

/** For what attacks a concluded contract. */
export function onceConcluded(house: Playhouse): AttackStanding {
  return house.hasPlayed('labor-contract', 'employer-seals') ? 'ready' : 'waiting';
}
