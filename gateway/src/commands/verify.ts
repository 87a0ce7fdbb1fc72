import { exitCodeOf, verify, type Report } from '@renxin/archive/verify';
import { nativeProvider } from '@renxin/seal/native';
import { openTrust, TrustError } from '@renxin/archive/verify';
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, normalize } from 'node:path';
import { parseArgs } from 'node:util';
import { codeInPicture } from '../certificate-code/picture.js';
import { readable } from './report-text.js';
import { say, usage } from './usage.js';

/** Files of this size are refused before they are read: nothing that we make is as large. */
const LARGEST = 128 * 1024 * 1024;

interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** `renxin verify`: bytes in, a report out; asks nobody. Exit 0 valid, 1 invalid, 2 undetermined, 3 a wrong call. */
export async function verifyCommand(args: string[]): Promise<number> {
  const asked = parse(args);
  if (asked === undefined) {
    say(usage, 'error');
    return 3;
  }
  const { values, positionals } = asked;
  let files: NamedBytes[];
  let trust: Uint8Array | undefined;
  try {
    files = (await Promise.all(positionals.map(readNamed))).map(textOfPicture);
    trust = values.trust === undefined ? undefined : (await readNamed(values.trust)).bytes;
  } catch (error) {
    say(`读不到文件 Cannot read: ${(error as Error).message}`, 'error');
    return 3;
  }
  if (trust !== undefined && !sayFingerprint(trust)) return 3;
  const companions = (await Promise.all(positionals.map((path) => besides(path, positionals)))).flat();
  const reports = await verify(files, {
    provider: nativeProvider,
    now: new Date(),
    companions,
    ...(trust !== undefined && { trust }),
    ...(values['as-of'] !== undefined && { asOf: values['as-of'] }),
    ...(values['max-age'] !== undefined && { maxAgeDays: Number(values['max-age']) }),
  });
  print(reports, values.json, values.lang === 'en' ? 'en' : 'zh');
  return exitCodeOf(reports);
}

function parse(args: string[]) {
  try {
    const parsed = parseArgs({
      args,
      allowPositionals: true,
      options: {
        trust: { type: 'string' },
        'as-of': { type: 'string' },
        'max-age': { type: 'string' },
        json: { type: 'boolean', default: false },
        lang: { type: 'string', default: 'zh' },
      },
    });
    const { values, positionals } = parsed;
    const wrongTime = values['as-of'] !== undefined && Number.isNaN(Date.parse(values['as-of']));
    const wrongAge = values['max-age'] !== undefined && !/^\d{1,5}(\.\d{1,3})?$/.test(values['max-age']);
    const wrongLanguage = values.lang !== 'zh' && values.lang !== 'en';
    return positionals.length === 0 || wrongTime || wrongAge || wrongLanguage ? undefined : parsed;
  } catch {
    return undefined;
  }
}

/** The fingerprint is for a person to compare; it goes to standard error so that `--json` stays clean. */
function sayFingerprint(trust: Uint8Array): boolean {
  try {
    const opened = openTrust(trust, nativeProvider);
    say(`信任文件 trust file: ${opened.trust.issuer.name}  指纹 fingerprint ${opened.fingerprint}`, 'error');
    return true;
  } catch (error) {
    if (!(error instanceof TrustError)) throw error;
    say(`信任文件无效 The trust file does not hold: ${error.code}`, 'error');
    return false;
  }
}

/** A PNG with the QR code of a certificate stands for the text in the code. */
function textOfPicture({ name, bytes }: NamedBytes): NamedBytes {
  const text = codeInPicture(bytes);
  return { name, bytes: text === undefined ? bytes : new TextEncoder().encode(text) };
}

/** Named by its path: files of one name in two directories do not stand in for each other. */
async function readNamed(path: string): Promise<NamedBytes> {
  const bytes = await readFile(path);
  if (bytes.length > LARGEST) throw new Error(`${path}: larger than 128 MiB`);
  return { name: normalize(path), bytes: new Uint8Array(bytes) };
}

/**
 * The files beside one that belong to it: detached signatures, record and tokens of a document; status lists and holder's
 * keys of a credential or presentation.
 */
async function besides(path: string, given: readonly string[]): Promise<NamedBytes[]> {
  const directory = dirname(path);
  const known = new Set(given.map(normalize));
  const base = basename(path).split('.')[0] ?? '';
  const names = await readdir(directory).catch(() => []);
  const wanted = names.filter(
    (name) =>
      name.startsWith(`${base}.`) && /\.(pdf|p7s|tsr|(signed|status|holder|state-proof)\.json)$/.test(name),
  );
  const others = wanted.map((name) => join(directory, name)).filter((each) => !known.has(normalize(each)));
  return Promise.all(others.map(readNamed));
}

function print(reports: readonly Report[], json: boolean, language: 'zh' | 'en'): void {
  if (json) say(JSON.stringify(reports.length === 1 ? reports[0] : reports, null, 2));
  else for (const report of reports) say(readable(report, language));
}
