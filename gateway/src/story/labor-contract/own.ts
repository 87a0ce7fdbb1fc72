import type { LaborContractHanded, Stage } from '../stage.js';

/** What this story has come to. */
export function own(stage: Stage): LaborContractHanded {
  return stage.handed['labor-contract'];
}

/** Names the contract (amendment 0) or one of its amendments. */
export function at(stage: Stage, amendment: number): { contract: string | undefined; amendment: number } {
  return { contract: own(stage).contract, amendment };
}
