import { word } from '@renxin/chaincode/messages';
import { schemaOf } from '@renxin/credentials/schema';
import { readFile } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { faultsOf } from '../problem/faults.js';

/** Which database a province's own system has, and where a certificate stands in it: docs/operations/provincial-database.md. */

const path = z.string().refine(isAbsolute, 'absolute path');
/** A table's or a column's name, as the database has it. It is quoted wherever it is used. */
const name = z.string().regex(/^[\p{L}_][\p{L}\p{N}_$]{0,62}$/u);
const loopback = ['127.0.0.1', '::1', 'localhost'];

/** A type of certificate of people. */
const type = word.refine((text) => {
  try {
    return schemaOf(text).definition.keys.organisation === undefined && !text.endsWith('-claim');
  } catch {
    return false;
  }
}, 'type');

const mapping = z.strictObject({
  type,
  schema: name.default('public'),
  /** A table or a view, with a row for each certificate. */
  table: name,
  columns: z.strictObject({
    citizenNumber: name,
    number: name,
    issuedOn: name,
    validUntil: z.exactOptional(name),
    state: z.exactOptional(name),
  }),
  /** What the column `state` says, in national codes (证照状态). A value that is not here is unreadable. */
  states: z.exactOptional(z.record(z.string().min(1).max(32), z.string().regex(/^(?:0[1-7]|99)$/))),
});

export const registerSettings = z
  .strictObject({
    kind: z.literal('postgresql'),
    /** A name, an address, or the absolute path of a directory with a socket. */
    host: z.string().regex(/^[A-Za-z0-9._:/-]{1,255}$/),
    port: z.int().min(1).max(65_535).default(5432),
    database: z.string().min(1).max(63),
    user: z.string().min(1).max(63),
    /** Holds the password and nothing else. */
    passwordFile: z.exactOptional(path),
    /** The certificate of the authority that the database's own has; TLS is a must but on this machine. */
    caFile: z.exactOptional(path),
    /** Milliseconds for a whole answer. */
    timeout: z.int().min(50).max(10_000).default(1000),
    /** Rows of one person at most; more are no answer. */
    rows: z.int().min(1).max(1000).default(200),
    certificates: z.array(mapping).min(1).max(32),
  })
  .refine(({ host, caFile }) => caFile !== undefined || loopback.includes(host) || isAbsolute(host), 'caFile')
  .refine(
    ({ certificates }) =>
      certificates.every(({ columns, states }) => (columns.state === undefined) === (states === undefined)),
    'states',
  );

export const registersFile = z.strictObject({
  schema: z.literal(1),
  /** By the province's identifier. */
  registers: z.record(z.string(), registerSettings),
});

export type RegisterSettings = z.infer<typeof registerSettings>;
export type Mapping = RegisterSettings['certificates'][number];

export type RegisterSettingsCode =
  'REGISTERS_FILE_MISSING' | 'REGISTERS_FILE_INVALID' | 'REGISTER_PROVINCE_UNKNOWN' | 'REGISTER_FILE_MISSING';

/** The settings do not hold: nothing starts. `about` names the member, never a value. */
export class RegisterSettingsError extends Error {
  readonly code: RegisterSettingsCode;
  readonly about: string;
  constructor(code: RegisterSettingsCode, about: string, options?: ErrorOptions) {
    super(`${code} (${about})`, options);
    this.name = 'RegisterSettingsError';
    this.code = code;
    this.about = about;
  }
}

/** @throws RegisterSettingsError */
export async function readRegisterSettings(
  file: string,
  provinces: readonly string[],
): Promise<ReadonlyMap<string, RegisterSettings>> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new RegisterSettingsError('REGISTERS_FILE_MISSING', 'RENXIN_REGISTERS', { cause });
  });
  const value = jsonOf(text);
  const parsed = registersFile.safeParse(value);
  if (!parsed.success) {
    const faults = faultsOf(parsed.error, value).map(({ pointer, code }) => `${pointer || '/'} ${code}`);
    throw new RegisterSettingsError('REGISTERS_FILE_INVALID', faults.join(', '));
  }
  for (const province of Object.keys(parsed.data.registers))
    if (!provinces.includes(province)) throw new RegisterSettingsError('REGISTER_PROVINCE_UNKNOWN', province);
  return new Map(Object.entries(parsed.data.registers));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new RegisterSettingsError('REGISTERS_FILE_INVALID', 'not JSON', { cause });
  }
}
