import { citizenCheckDigit } from '@renxin/chaincode/identifiers';

/** A source of numbers that is the same for the same seed: demonstration data has no other randomness. */
export class Seeded {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** An integer from 0 to below `limit` (mulberry32). */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % limit;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)] as T;
  }
}

export interface SyntheticPerson {
  readonly name: string;
  /** Valid check digit, province of the demonstration, impossible county code 0000. */
  readonly citizenNumber: string;
  readonly address: string;
  readonly mobile: string;
}

const FAMILY = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨'];
const GIVEN = [...'安宁清和明远思齐文博雨桐景行知微'];
const PROVINCES = { '44': '广东省', '31': '上海市', '51': '四川省' } as const;

/** An invented adult. The name says so nowhere, the number does: no county has the code 0000. */
export function syntheticPerson(seeded: Seeded): SyntheticPerson {
  const province = seeded.pick(Object.keys(PROVINCES) as (keyof typeof PROVINCES)[]);
  const birth = `${1970 + seeded.below(35)}${two(1 + seeded.below(12))}${two(1 + seeded.below(28))}`;
  const head = `${province}0000${birth}${String(seeded.below(1000)).padStart(3, '0')}`;
  return {
    name: seeded.pick(FAMILY) + seeded.pick(GIVEN) + seeded.pick(GIVEN),
    citizenNumber: head + citizenCheckDigit(head),
    address: `${PROVINCES[province]}演示区演示路 ${1 + seeded.below(200)} 号`,
    mobile: `139${String(seeded.below(100_000_000)).padStart(8, '0')}`,
  };
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
