import { isDate } from '@renxin/chaincode/messages';
import pg from 'pg';
import {
  RegisterUnavailable,
  type ProvincialRegister,
  type RegisterAnswer,
  type RegisterEntry,
} from './register.js';
import type { Mapping, RegisterSettings } from './settings.js';

interface Secrets {
  readonly password?: string;
  readonly ca?: string;
}

/** Connections that are kept; more questions than this wait, within their time. */
const CONNECTIONS = 4;
const IDLE = 10_000;
/** Characters of a value at most: longer ones are cut by the database and then read as nothing. */
const LONGEST = 100;

/**
 * A province's database in PostgreSQL. Every connection is read-only, of an account that may not write; what is asked goes
 * as a parameter; time and rows are bounded by the database and here.
 */
export function postgresqlRegister(
  settings: RegisterSettings,
  { password, ca }: Secrets,
  /** Hears of a connection that breaks while nobody uses it. */
  lost: () => void,
): ProvincialRegister {
  const { host, port, database, user, timeout, rows, certificates } = settings;
  const pool = new pg.Pool({
    host,
    port,
    database,
    user,
    ...(password !== undefined && { password }),
    ...(ca !== undefined && { ssl: { ca, rejectUnauthorized: true } }),
    max: CONNECTIONS,
    idleTimeoutMillis: IDLE,
    connectionTimeoutMillis: timeout,
    query_timeout: timeout,
    statement_timeout: timeout,
    application_name: 'renxin',
    options: '-c default_transaction_read_only=on',
    allowExitOnIdle: true,
  });
  pool.on('error', lost);
  const checked = new WeakSet<pg.PoolClient>();

  async function connected(): Promise<pg.PoolClient> {
    const client = await pool.connect();
    if (checked.has(client)) return client;
    try {
      await requireReadOnly(client, certificates);
      checked.add(client);
      return client;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  async function ask(citizenNumber: string): Promise<RegisterAnswer> {
    const client = await connected();
    let hasFailed = true;
    try {
      await client.query('BEGIN TRANSACTION READ ONLY');
      const found: RegisterAnswer[] = [];
      for (const mapping of certificates) found.push(await read(client, mapping, citizenNumber, rows));
      await client.query('COMMIT');
      hasFailed = false;
      return {
        certificates: found.flatMap((each) => each.certificates),
        unreadable: found.reduce((sum, { unreadable }) => sum + unreadable, 0),
      };
    } finally {
      // A connection on which something went wrong is not used again.
      client.release(hasFailed);
    }
  }

  return {
    ofPerson: async (citizenNumber) => {
      try {
        return await within(timeout, ask(citizenNumber));
      } catch (error) {
        throw unavailable(error);
      }
    },
    close: () => pool.end(),
  };
}

/** The certificates of one type. @throws RegisterUnavailable REGISTER_TOO_MANY */
async function read(
  client: pg.PoolClient,
  mapping: Mapping,
  citizenNumber: string,
  most: number,
): Promise<RegisterAnswer> {
  const { rows } = await client.query<Record<string, unknown>>({
    text: statementFor(mapping),
    // Systems in use have the last letter in both cases.
    values: [citizenNumber, citizenNumber.toLowerCase(), most + 1],
  });
  if (rows.length > most) throw new RegisterUnavailable('REGISTER_TOO_MANY');
  const entries = rows.map((row) => entryOf(mapping, row));
  const certificates = entries.filter((entry) => entry !== undefined);
  return { certificates, unreadable: entries.length - certificates.length };
}

/** Names come from the settings, quoted; values go as parameters. */
function statementFor({ schema, table, columns }: Mapping): string {
  const text = (column: string): string => `left(${quoted(column)}::text, ${String(LONGEST + 1)})`;
  const selected = [
    `${text(columns.number)} AS number`,
    `${text(columns.issuedOn)} AS issued_on`,
    ...(columns.validUntil === undefined ? [] : [`${text(columns.validUntil)} AS valid_until`]),
    ...(columns.state === undefined ? [] : [`${text(columns.state)} AS state`]),
  ];
  const key = `${quoted(columns.citizenNumber)}`;
  return `SELECT ${selected.join(', ')} FROM ${quoted(schema)}.${quoted(table)} WHERE ${key} IN ($1, $2) LIMIT $3`;
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** @returns undefined when the row is not in the form that the mapping promises */
function entryOf(
  { type, columns, states }: Mapping,
  row: Record<string, unknown>,
): RegisterEntry | undefined {
  const [number, issuedOn] = [textOf(row['number']), dateOf(row['issued_on'])];
  if (number === undefined || issuedOn === undefined) return undefined;
  const said = row['valid_until'] ?? undefined;
  const validUntil = said === undefined ? undefined : dateOf(said);
  if (said !== undefined && validUntil === undefined) return undefined;
  const state = textOf(row['state']);
  const nationalState = state !== undefined && states !== undefined ? states[state] : undefined;
  if (columns.state !== undefined && nationalState === undefined) return undefined;
  return {
    type,
    number,
    issuedOn,
    ...(validUntil !== undefined && { validUntil }),
    ...(nationalState !== undefined && { nationalState }),
  };
}

function textOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return text.length > 0 && text.length <= LONGEST ? text : undefined;
}

/** The day of a date, of a timestamp as PostgreSQL writes it, or of eight digits. */
function dateOf(value: unknown): string | undefined {
  const text = textOf(value);
  const [, year, month, day] = /^(\d{4})-?(\d{2})-?(\d{2})(?:[ T].*)?$/.exec(text ?? '') ?? [];
  const date = `${year ?? ''}-${month ?? ''}-${day ?? ''}`;
  return isDate(date) ? date : undefined;
}

/**
 * The session is read-only and the account may write nothing that is asked: an account with more rights than it needs is
 * not used.
 * @throws RegisterUnavailable REGISTER_WRITABLE
 */
async function requireReadOnly(client: pg.PoolClient, certificates: readonly Mapping[]): Promise<void> {
  const { rows } = await client.query<{ read_only: string; writable: boolean }>({
    text: `SELECT current_setting('transaction_read_only') AS read_only, (
        SELECT rolsuper FROM pg_roles WHERE rolname = current_user
      ) OR (
        SELECT coalesce(bool_or(has_table_privilege(name, 'INSERT, UPDATE, DELETE, TRUNCATE')), false)
        FROM unnest($1::text[]) AS name
      ) AS writable`,
    values: [certificates.map(({ schema, table }) => `${quoted(schema)}.${quoted(table)}`)],
  });
  const [row] = rows;
  if (row?.read_only !== 'on' || row.writable) throw new RegisterUnavailable('REGISTER_WRITABLE');
}

/** @throws RegisterUnavailable REGISTER_TIMEOUT; what comes later is dropped */
async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new RegisterUnavailable('REGISTER_TIMEOUT')), milliseconds);
  });
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Without the words of the database or its client, which repeat what was asked. */
function unavailable(error: unknown): RegisterUnavailable {
  if (error instanceof RegisterUnavailable) return error;
  const { code, message } = error as { code?: unknown; message?: unknown };
  const state = typeof code === 'string' && /^[A-Z0-9_]{1,32}$/.test(code) ? code : undefined;
  if (state === CANCELLED || (typeof message === 'string' && /timeout/i.test(message)))
    return new RegisterUnavailable('REGISTER_TIMEOUT', state);
  const isAnswer = state !== undefined && /^[0-9A-Z]{5}$/.test(state) && /\d/.test(state);
  return new RegisterUnavailable(isAnswer ? 'REGISTER_REFUSED' : 'REGISTER_UNREACHABLE', state);
}

/** SQLSTATE query_canceled: the database's own time was over. */
const CANCELLED = '57014';
