import { assessor } from '../../src/demonstration/organisations.js';
import { Seeded, syntheticPerson, type SyntheticPerson } from '../../src/demonstration/people.js';
import { today } from '../story/instance.js';

/** Files of skill certificates for imports: synthetic people, one a row. */

export const HEADING =
  '姓名,公民身份号码,职业名称,等级,评价机构.名称,评价机构.统一社会信用代码,证书编号,发证日期';

export interface FileRow {
  readonly person: SyntheticPerson;
  readonly number: string;
}

let counted = 0;

/** So many rows, nobody and no number twice. */
export function rowsFor(count: number, seed = 50_000): FileRow[] {
  return Array.from({ length: count }, (_, i) => ({
    person: syntheticPerson(new Seeded(seed + i)),
    number: `S${String(seed).padStart(11, '0')}${String(counted++).padStart(10, '0')}`,
  }));
}

export function lineOf({ person, number }: FileRow, change: Partial<Record<string, string>> = {}): string {
  const cells = {
    name: person.name,
    citizenNumber: person.citizenNumber,
    occupation: '电工',
    level: '三级（高级工）',
    assessor: assessor.name,
    uscc: assessor.uscc,
    number,
    issuedOn: today(),
    ...change,
  };
  return Object.values(cells).join(',');
}

export function csvOf(rows: readonly FileRow[]): Uint8Array {
  return Buffer.from([HEADING, ...rows.map((row) => lineOf(row))].join('\r\n'));
}
