import { nativeProvider } from '@renxin/seal/native';
import { ledgerTrustOf } from '@renxin/archive/verify';
import { GatewayClient } from '@renxin/wallets/client';
import { introduce } from '@renxin/wallets/e-certificate';
import { attest, bind, Keystore } from '@renxin/wallets/keystore';
import { HeaderKeeper } from '@renxin/wallets/receipts';
import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { groups, type Group, type Kit, type KitHolder, type Need } from '../conformance-kit/check.js';
import { kitHtml, kitText } from '../conformance-kit/report.js';
import { exitCodeOf, run } from '../conformance-kit/run.js';
import { Seeded, syntheticPerson } from '../demonstration/people.js';
import { KeyRing } from '../keys/key-ring.js';
import { say, usage } from './usage.js';

/** `renxin conformance URL`: 0 what was asked holds, 1 something does not, 2 nothing was learned, 3 a wrong call. */
export async function conformanceKit(args: string[]): Promise<number> {
  const asked = parse(args);
  if (asked === undefined) {
    say(usage, 'error');
    return 3;
  }
  const { values, base, province, only } = asked;
  const directory = await mkdtemp(join(tmpdir(), 'renxin-kit-'));
  try {
    const official = await officialOf(values.official, values.passphrase, base, province);
    const other = values.other === undefined ? undefined : placeOf(values.other);
    const otherOfficial =
      other &&
      (await officialOf(values['other-official'], values['other-passphrase'], other.base, other.province));
    const authority = values['identity-authority'];
    const kit: Kit = {
      base,
      province,
      provider: nativeProvider,
      clock: () => new Date(),
      person: syntheticPerson(new Seeded(randomInt(1, 2 ** 31 - 1))),
      fingerprint: values.fingerprint,
      official,
      enrol: authority === undefined ? undefined : enroller(directory, authority),
      visit: visitor(directory),
      other,
      otherOfficial,
      undo: [],
    };
    const given = new Set<Need>([
      ...(official === undefined ? [] : (['official'] as const)),
      ...(authority === undefined ? [] : (['identity-authority'] as const)),
      ...(other === undefined ? [] : (['other'] as const)),
      ...(otherOfficial === undefined ? [] : (['other-official'] as const)),
    ]);
    const report = await run(kit, given, { dryRun: values['dry-run'], only });
    const code = exitCodeOf(report);
    if (values.out !== undefined) {
      await mkdir(values.out, { recursive: true });
      await writeFile(
        join(values.out, 'conformance.json'),
        `${JSON.stringify({ ...report, exit: code }, null, 2)}\n`,
      );
      await writeFile(join(values.out, 'conformance.html'), kitHtml(report));
    }
    say(
      values.json
        ? JSON.stringify({ ...report, exit: code }, null, 2)
        : kitText(report, values.lang === 'en' ? 'en' : 'zh'),
    );
    return code;
  } catch (error) {
    const { code, message } = error as { code?: string; message?: string };
    say(`无法进行 Cannot run: ${code ?? message ?? 'unknown'}`, 'error');
    return 2;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function parse(args: string[]) {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        province: { type: 'string' },
        fingerprint: { type: 'string' },
        official: { type: 'string' },
        passphrase: { type: 'string' },
        'identity-authority': { type: 'string' },
        other: { type: 'string' },
        'other-official': { type: 'string' },
        'other-passphrase': { type: 'string' },
        only: { type: 'string', multiple: true },
        'dry-run': { type: 'boolean', default: false },
        out: { type: 'string' },
        json: { type: 'boolean', default: false },
        lang: { type: 'string', default: 'zh' },
      },
    });
    const [url, more] = positionals;
    const place = url === undefined ? undefined : placeOf(url);
    const only = values.only?.filter((each): each is Group => (groups as readonly string[]).includes(each));
    const isWrong =
      more !== undefined ||
      (values.lang !== 'zh' && values.lang !== 'en') ||
      only?.length !== values.only?.length ||
      (values.official === undefined) !== (values.passphrase === undefined) ||
      (values['other-official'] === undefined) !== (values['other-passphrase'] === undefined) ||
      (values.fingerprint !== undefined && !/^[0-9a-f]{64}$/.test(values.fingerprint)) ||
      (values.other !== undefined && placeOf(values.other).province === '');
    const province = values.province ?? place?.province ?? '';
    if (place === undefined || isWrong || province === '') return undefined;
    return { values, base: place.base, province, only: only === undefined ? undefined : new Set(only) };
  } catch {
    return undefined;
  }
}

/** `https://host/orgs/gd`: the base URL of a province and its name. @throws TypeError for what is no URL */
function placeOf(text: string): { readonly base: string; readonly province: string } {
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new TypeError('not http');
  const base = `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
  return { base, province: /\/orgs\/([a-z0-9-]{2,48})$/.exec(base)?.[1] ?? '' };
}

/** The province's registry key from a sealed key ring, which is read and left as it is. */
async function officialOf(
  ring: string | undefined,
  passphrase: string | undefined,
  baseUrl: string,
  identifier: string,
): Promise<Kit['official']> {
  if (ring === undefined || passphrase === undefined) return undefined;
  const keys = await KeyRing.open(ring, (await readFile(passphrase, 'utf8')).trim());
  const signer = keys.signer(identifier);
  let client: GatewayClient | undefined;
  return ({ trust: { ledger } }) =>
    (client ??= new GatewayClient({ baseUrl, ledger, identifier, signer, clock: () => new Date() }));
}

/** Makes a holder with keys of its own in a directory that goes away. */
function enroller(directory: string, authority: string): NonNullable<Kit['enrol']> {
  return async ({ trust }, base, province, { name, citizenNumber }): Promise<KitHolder> => {
    const keystore = await Keystore.open(join(directory, 'holder'), randomUUID());
    const attested = await attest(keystore, authority, { name, citizenNumber }, 'credential', province);
    const at = new Date().toISOString();
    const identifier = await bind(keystore, base, trust.ledger, attested, at);
    const { attestation } = attested;
    return visitor(directory)({ trust }, base, { keystore, identifier, attestation });
  };
}

/** A holder at the gateway of a province, which is told whose identifier it is. */
function visitor(directory: string): Kit['visit'] {
  return async ({ trust }, baseUrl, { keystore, identifier, attestation }): Promise<KitHolder> => {
    const { ledger } = trust;
    const clock = (): Date => new Date();
    const signer = await keystore.signer(identifier);
    const header = join(directory, `${randomUUID()}.json`);
    const holder: KitHolder = {
      identifier,
      ledger,
      keystore,
      provider: nativeProvider,
      clock,
      random: (length) => new Uint8Array(randomBytes(length)),
      headers: new HeaderKeeper(header, baseUrl, nativeProvider, ledgerTrustOf(trust)),
      client: new GatewayClient({ baseUrl, ledger, identifier, signer, clock }),
      attestation,
    };
    await introduce(holder, attestation);
    return holder;
  };
}
