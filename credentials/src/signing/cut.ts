import { canonical, compareCodeUnits, type JsonObject } from '@renxin/chaincode/canonical';

/** An object in canonical form, cut where one more member would stand. */
export interface Cut {
  readonly name: string;
  /** The members before it and after it, as they are written; empty where there are none. */
  readonly before: string;
  readonly after: string;
}

/** @throws NotCanonical */
export function cutAt(name: string, { [name]: _replaced, ...object }: JsonObject): Cut {
  const members = (isIt: (order: number) => boolean): string =>
    canonical(
      Object.fromEntries(Object.entries(object).filter(([each]) => isIt(compareCodeUnits(each, name)))),
    ).slice(1, -1);
  return { name, before: members((order) => order < 0), after: members((order) => order > 0) };
}

/** The canonical form without the member, or with it, whose value is canonical already. */
export function joined({ name, before, after }: Cut, value?: string): string {
  const member = value === undefined ? '' : `"${name}":${value}`;
  return `{${[before, member, after].filter((part) => part !== '').join(',')}}`;
}
