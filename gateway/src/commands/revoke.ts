import { certificateRevocationAnswer, revocationReason } from '@renxin/wallets/api';
import { GatewayClient, problemOf } from '@renxin/wallets/client';
import { readIfThere } from '@renxin/wallets/keystore';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { LEDGER } from '../compose.js';
import { ownerOf } from '../compose/certificate-authorities.js';
import { heldKeys } from '../compose/held-keys.js';
import { loadConfig } from '../config.js';
import { isAuthorityName } from '../pki/authorities.js';
import { say, usage } from './usage.js';

/**
 * `renxin revoke DIR AUTHORITY SERIAL --reason R [--url URL] [--yes]`: asks a running platform, as the organisation whose
 * authority it is, with its key from DIR. Without `--yes` a dry run. 0 done or told, 1 refused, 3 a wrong call.
 */
export async function revokeCommand(args: string[]): Promise<number> {
  const asked = parse(args);
  const [directory, authority, serial] = asked?.positionals ?? [];
  const reason = revocationReason.safeParse(asked?.values.reason);
  const wrong = directory === undefined || authority === undefined || serial === undefined;
  if (asked === undefined || wrong || asked.positionals.length !== 3 || !reason.success) {
    say(usage, 'error');
    return 3;
  }
  if (!isAuthorityName(authority)) {
    say(`没有这个 CA No such authority: ${authority}`, 'error');
    return 3;
  }
  const gateway = join(resolve(directory), 'gateway');
  const passphrase = await readIfThere(join(gateway, 'passphrase'));
  if (passphrase === undefined) {
    say(`这里没有密钥环 There is no key ring in ${directory}`, 'error');
    return 3;
  }
  const clock = (): Date => new Date();
  const { keys } = await heldKeys(loadConfig(process.env), gateway, passphrase.trim(), clock);
  const identifier = ownerOf(authority);
  const client = new GatewayClient({
    baseUrl: `${asked.values.url}/orgs/${identifier}`,
    ledger: LEDGER,
    identifier,
    signer: keys.signer(identifier),
    clock,
  });
  const body = { authority, serial: serial.toLowerCase(), reason: reason.data, dryRun: !asked.values.yes };
  try {
    const path = '/api/v1/certificate-revocations';
    const answer = await client.post(path, 'seal', body, certificateRevocationAnswer);
    say(JSON.stringify(answer, null, 2));
    if (!answer.done)
      say('试运行，什么都没有改变；加 --yes 执行。 A dry run: nothing was changed; --yes does it.', 'error');
    return 0;
  } catch (error) {
    const problem = problemOf(error);
    if (problem === undefined) throw error;
    say(`${problem.code}`, 'error');
    return 1;
  }
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        reason: { type: 'string' },
        url: { type: 'string', default: 'http://127.0.0.1:8080' },
        yes: { type: 'boolean', default: false },
      },
    });
  } catch {
    return undefined;
  }
}
