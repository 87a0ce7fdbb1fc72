import { fsckLog, type LogReport } from '@renxin/archive/log';
import { parseNoteKey, type NoteKey } from '@renxin/archive/tlog';
import { openTrust } from '@renxin/archive/verify';
import { contracts } from '@renxin/chaincode/contracts';
import { fsck } from '@renxin/network/embedded';
import { nativeProvider } from '@renxin/seal/native';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { say, usage } from './usage.js';

/**
 * `renxin fsck DIR`: proves the ledger of a data directory by executing every command again, and each evidence log by
 * hashing every entry again; with a trust file the signatures of its checkpoint as well. 0 sound, 1 not, 3 a wrong call.
 */
export async function fsckCommand(args: string[]): Promise<number> {
  const asked = parse(args);
  const [directory] = asked?.positionals ?? [];
  if (asked === undefined || directory === undefined || asked.positionals.length !== 1) {
    say(usage, 'error');
    return 3;
  }
  const ledger = await ledgerIn(resolve(directory));
  if (ledger === undefined) {
    say(`这里没有账本 There is no ledger in ${directory}`, 'error');
    return 3;
  }
  const quiet = asked.values.json || !process.stderr.isTTY;
  const report = await fsck(ledger, {
    contracts,
    provider: nativeProvider,
    ...(!quiet && {
      onProgress: (progress: object) => process.stderr.write(`\r${JSON.stringify(progress)}   `),
    }),
  });
  const keys = await logKeys(asked.values.trust);
  if (keys === undefined) {
    say(`不是信任文件 No trust file: ${asked.values.trust ?? ''}`, 'error');
    return 3;
  }
  const logs = await logReports(resolve(directory), keys);
  const sound = report.sound && logs.every((log) => log.sound);
  if (asked.values.json) say(JSON.stringify({ ...report, sound, logs }, null, 2));
  else
    say(
      report.sound
        ? `✓ 账本完好 sound: ${JSON.stringify(report)}`
        : `✕ 账本有误 not sound: ${JSON.stringify(report)}`,
    );
  for (const log of asked.values.json ? [] : logs) {
    const name = `${log.organisation}: ${JSON.stringify(log)}`;
    say(
      log.sound
        ? `✓ 存证日志完好 evidence log sound: ${name}`
        : `✕ 存证日志有误 evidence log not sound: ${name}`,
    );
  }
  return sound ? 0 : 1;
}

/** By the log's origin. */
type LogKeys = ReadonlyMap<string, readonly NoteKey[]>;

/** The keys of the logs that the trust file names as in force; nothing without one, undefined for what is none. */
async function logKeys(path: string | undefined): Promise<LogKeys | undefined> {
  if (path === undefined) return new Map();
  try {
    const { trust } = openTrust(new Uint8Array(await readFile(path)), nativeProvider);
    const named = (trust.logs ?? []).map(({ origin, keys }): [string, NoteKey[]] => [
      origin,
      keys.flatMap(({ key, until }) => (until === undefined ? [parseNoteKey(nativeProvider, key)] : [])),
    ]);
    return new Map(named);
  } catch {
    return undefined;
  }
}

/** The evidence logs of a data directory or a gateway's directory; none where only a ledger is given. */
async function logReports(
  directory: string,
  keys: LogKeys,
): Promise<(LogReport & { readonly organisation: string; readonly signatures: string })[]> {
  for (const candidate of [join(directory, 'gateway', 'logs'), join(directory, 'logs')]) {
    const names = await readdir(candidate).catch((): string[] => []);
    if (names.length === 0) continue;
    return Promise.all(
      names.sort().map(async (organisation) => {
        const checkpoint = await readFile(join(candidate, organisation, 'checkpoint'), 'utf8').catch(
          () => '',
        );
        const own = keys.get(checkpoint.slice(0, checkpoint.indexOf('\n')));
        const options = { provider: nativeProvider, hash: 'SHA-256' as const, ...(own && { keys: own }) };
        const report = await fsckLog(join(candidate, organisation), options);
        return { organisation, signatures: own === undefined ? 'not-checked' : 'checked', ...report };
      }),
    );
  }
  return [];
}

/** A data directory, a gateway's directory, or the ledger's own. */
async function ledgerIn(directory: string): Promise<string | undefined> {
  for (const candidate of [join(directory, 'gateway', 'ledger'), join(directory, 'ledger'), directory]) {
    if (
      await stat(join(candidate, 'CURRENT')).then(
        (found) => found.isFile(),
        () => false,
      )
    )
      return candidate;
  }
  return undefined;
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false }, trust: { type: 'string' } },
    });
  } catch {
    return undefined;
  }
}
