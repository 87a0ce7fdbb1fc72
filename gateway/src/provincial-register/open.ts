import { readFile } from 'node:fs/promises';
import type { Log } from '../log/log.js';
import type { ProvincialRegister } from './register.js';
import { readRegisterSettings, RegisterSettingsError, type RegisterSettings } from './settings.js';

/**
 * The registers of the provinces of this process that have one, by province. A database is asked when somebody asks: one
 * that is not there keeps nobody from starting.
 * @throws RegisterSettingsError
 */
export async function openRegisters(
  file: string | undefined,
  provinces: readonly string[],
  log: Log,
): Promise<ReadonlyMap<string, ProvincialRegister>> {
  if (file === undefined) return new Map();
  const settings = await readRegisterSettings(file, provinces);
  // The database's client is loaded by who has a database.
  const { postgresqlRegister } = await import('./postgresql.js');
  const opened = new Map<string, ProvincialRegister>();
  for (const [organisation, each] of settings) {
    const lost = (): void => log.warn({ organisation }, 'a connection to the province’s database was lost');
    opened.set(organisation, postgresqlRegister(each, await secretsOf(organisation, each), lost));
  }
  return opened;
}

async function secretsOf(province: string, { passwordFile, caFile }: RegisterSettings) {
  const [password, ca] = await Promise.all(
    [passwordFile, caFile].map(async (file) => {
      if (file === undefined) return undefined;
      return readFile(file, 'utf8').catch((cause: unknown) => {
        throw new RegisterSettingsError('REGISTER_FILE_MISSING', province, { cause });
      });
    }),
  );
  return {
    ...(password !== undefined && { password: password.replace(/\r?\n$/, '') }),
    ...(ca !== undefined && { ca }),
  };
}
