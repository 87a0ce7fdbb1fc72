import type protos from '@hyperledger/fabric-protos';

type ConfigGroup = protos.common.ConfigGroup;

/** A map in a message: google-protobuf comes without types. */
export interface MessageMap<T> {
  get(name: string): T | undefined;
  has(name: string): boolean;
  set(name: string, value: T): void;
  del(name: string): void;
  keys(): Iterable<string>;
}

export function groupsOf(group: ConfigGroup): MessageMap<ConfigGroup> {
  const map: unknown = group.getGroupsMap();
  return map as MessageMap<ConfigGroup>;
}

export function valuesOf(group: ConfigGroup): MessageMap<protos.common.ConfigValue> {
  const map: unknown = group.getValuesMap();
  return map as MessageMap<protos.common.ConfigValue>;
}

export function policiesOf(group: ConfigGroup): MessageMap<protos.common.ConfigPolicy> {
  const map: unknown = group.getPoliciesMap();
  return map as MessageMap<protos.common.ConfigPolicy>;
}
