import type { Change } from './configuration-update.js';
import { groupOf } from './configuration.js';
import { groupsOf, policiesOf, valuesOf } from './configuration-group.js';

/**
 * Makes those who order the ones of the wanted topology: the consenters with their certificates, whose signatures a block
 * needs, and where they are reached.
 */
export const orderingChange: Change = (config, target) => {
  const [now, wanted] = [groupOf(config, 'Orderer'), groupOf(target, 'Orderer')];
  const [groups, wantedGroups] = [groupsOf(now), groupsOf(wanted)];
  for (const id of [...groups.keys()]) {
    const stays = wantedGroups.get(id);
    if (stays === undefined) groups.del(id);
    else takeValue(groups.get(id)!, stays, 'Endpoints');
  }
  // BFT names its consenters beside the settings of its consensus, Raft within them.
  if (valuesOf(wanted).has('Orderers')) {
    takeValue(now, wanted, 'Orderers');
    const policy = policiesOf(wanted).get('BlockValidation')?.getPolicy();
    policiesOf(now).get('BlockValidation')?.setPolicy(policy);
  } else {
    takeValue(now, wanted, 'ConsensusType');
  }
};

type Group = ReturnType<typeof groupOf>;

function takeValue(into: Group, from: Group, name: string): void {
  const value = valuesOf(from).get(name)?.getValue_asU8();
  if (value !== undefined) valuesOf(into).get(name)?.setValue(value);
}
