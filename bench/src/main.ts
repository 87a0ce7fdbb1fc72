import { parseArgs } from 'node:util';
import { benchBulk } from './bulk.js';
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

/** `renxin bench [NAME...] [--json] [--records N] [--certificates N]`. */
const benches: Readonly<Record<string, (records: number, certificates: number) => Promise<Figure[]>>> = {
  sm2: benchSm2,
  seal: benchSeal,
  credentials: async (_records, certificates) => [
    ...(await benchCredentials()),
    ...(await benchBulk(certificates)),
  ],
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
      `用法 Usage: renxin bench [NAME...] [--json] [--records N] [--certificates N]\n  NAME: ${Object.keys(benches).join(', ')}\n`,
    );
    return 3;
  }
  const figures: Figure[] = [];
  for (const name of call.names) {
    if (!call.json) process.stderr.write(`${name} …\n`);
    figures.push(...((await benches[name]?.(call.records, call.certificates)) ?? []));
  }
  process.stdout.write((call.json ? JSON.stringify(figures, null, 2) : tableOf(figures)) + '\n');
  return 0;
}

interface Call {
  readonly names: readonly string[];
  readonly json: boolean;
  /** Of the large ledgers. */
  readonly records: number;
  /** Issued in bulk. */
  readonly certificates: number;
}

/** A million records and five thousand certificates unless it says otherwise. */
function read(args: string[]): Call | undefined {
  try {
    const options = {
      json: { type: 'boolean' },
      records: { type: 'string' },
      certificates: { type: 'string' },
    } as const;
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const { json = false, records = '1000000', certificates = '5000' } = values;
    const known = positionals.every((name) => Object.hasOwn(benches, name));
    if (!known || ![records, certificates].every((count) => /^[1-9]\d{3,7}$/.test(count))) return undefined;
    const names = positionals.length === 0 ? standard : positionals;
    return { names, json, records: Number(records), certificates: Number(certificates) };
  } catch {
    return undefined;
  }
}
