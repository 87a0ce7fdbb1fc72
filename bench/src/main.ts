import { parseArgs } from 'node:util';
import { benchConsent } from './consent.js';
import { benchAnchored } from './anchored.js';
import { benchCredentials } from './credentials.js';
import { benchFabric } from './fabric.js';
import type { Figure } from './figure.js';
import { benchHttp } from './http.js';
import { benchLedger } from './ledger.js';
import { benchLog } from './log.js';
import { benchSeal } from './seal.js';
import { benchSm2 } from './sm2.js';
import { benchStart } from './start.js';
import { tableOf } from './table.js';
import { benchVerification } from './verification.js';

/** `renxin bench [NAME...] [--json] [--records N]`. */
const benches: Readonly<Record<string, (records: number) => Promise<Figure[]>>> = {
  sm2: benchSm2,
  seal: benchSeal,
  credentials: benchCredentials,
  ledger: (records) => benchLedger({ records }),
  log: (records) => benchLog({ records }),
  start: (records) => benchStart({ records }),
  http: benchHttp,
  consent: benchConsent,
  verification: benchVerification,
  fabric: benchFabric,
  anchored: benchAnchored,
};

/** Without names; a Fabric network is measured when it is asked for, because it needs Fabric's programs. */
const standard = Object.keys(benches).filter((name) => name !== 'fabric' && name !== 'anchored');

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  const call = read(args);
  if (call === undefined) {
    process.stderr.write(
      `用法 Usage: renxin bench [NAME...] [--json] [--records N]\n  NAME: ${Object.keys(benches).join(', ')}\n`,
    );
    return 3;
  }
  const figures: Figure[] = [];
  for (const name of call.names) {
    if (!call.json) process.stderr.write(`${name} …\n`);
    figures.push(...((await benches[name]?.(call.records)) ?? []));
  }
  process.stdout.write((call.json ? JSON.stringify(figures, null, 2) : tableOf(figures)) + '\n');
  return 0;
}

/** Records are those of the large ledgers; a million unless it says otherwise. */
function read(args: string[]): { names: string[]; json: boolean; records: number } | undefined {
  try {
    const options = { json: { type: 'boolean' }, records: { type: 'string' } } as const;
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const { json = false, records = '1000000' } = values;
    const known = positionals.every((name) => Object.hasOwn(benches, name));
    if (!known || !/^[1-9]\d{3,7}$/.test(records)) return undefined;
    const names = positionals.length === 0 ? standard : positionals;
    return { names, json, records: Number(records) };
  } catch {
    return undefined;
  }
}
