import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { PartyName } from '../actors/party.js';
import { Troupe } from '../actors/troupe.js';
import { compose, type Composed } from '../compose.js';
import { ConfigError, loadConfig, type Config } from '../config.js';
import {
  assessor,
  assessorsAccreditation,
  guangdong,
  provincesAccreditations,
  bank,
  employer,
  type Organisation,
} from '../demonstration/organisations.js';
import { createApp } from '../http/index.js';
import { listen, type Listening } from '../http/listen.js';
import { keyAdvice } from '../keys/advice.js';
import { passphraseOf } from '../keys/passphrase.js';
import { KeySettingsError } from '../keys/settings.js';
import { faultFields } from '../log/log.js';
import { RegisterSettingsError } from '../provincial-register/index.js';
import { officialRoutes } from '../play/officials.js';
import { Playhouse } from '../play/playhouse.js';
import { playRoutes } from '../play/routes.js';
import { sealDeskRoutes } from '../play/seal-desk.js';
import { routes } from '../routes/index.js';
import { pageRoutes } from '../routes/page.js';
import { stories } from '../story/index.js';
import { fingerprintOf } from '../trust-fingerprint.js';
import { LOOPBACK } from './loopback.js';
import { say } from './usage.js';

/** A running platform with the demonstration's clients. */
export interface Running {
  readonly url: string;
  readonly composed: Composed;
  readonly troupe: Troupe;
  readonly playhouse: Playhouse;
  close(): Promise<void>;
}

/** `renxin serve`: runs until it is told to stop, finishes what was accepted. */
export async function serve(args: string[]): Promise<number> {
  if (args.length === 1 && args[0] === '--conformance') return openConformance();
  if (args.length > 0) {
    say(
      'serve 不需要参数 takes no arguments but --conformance: RENXIN_PORT, RENXIN_DATA, RENXIN_HOST',
      'error',
    );
    return 3;
  }
  let running: Running;
  try {
    // A person at a terminal wants the address, not a line for each request.
    const level = process.stderr.isTTY ? { RENXIN_LOG_LEVEL: 'warn' } : {};
    running = await start(loadConfig({ ...level, ...process.env }));
  } catch (error) {
    say(explain(error), 'error');
    return 1;
  }
  say(`
人信 Renxin 已启动 is running

  首页 start page     ${running.url}/
  接口 API            ${running.url}/docs
  信任文件 trust file  ${running.url}/trust.json  指纹 fingerprint ${await fingerprintOf(running.composed)}

演示数据：人物与单位均为虚构。按 Ctrl-C 停止。 Demonstration: people and organisations are invented. Ctrl-C stops.`);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  await running.close();
  return 0;
}

/** Its libraries are not loaded by who serves a platform. */
async function openConformance(): Promise<number> {
  try {
    const { conformance } = await import('./conformance.js');
    return await conformance(process.env);
  } catch (error) {
    say(explain(error), 'error');
    return 1;
  }
}

/** Keys and certificates of the demonstration serve no address but loopback. */
class DemonstrationKeys extends Error {
  readonly code = 'DEMONSTRATION_LOOPBACK_ONLY';
}

/**
 * Composes, listens, starts the clients, founds the ledger on the first start.
 * @param clock the platform's; its clients have their own
 */
export async function start(config: Config, clock?: () => Date): Promise<Running> {
  if (!LOOPBACK.includes(config.host)) throw new DemonstrationKeys();
  await mkdir(config.data, { recursive: true, mode: 0o700 });
  const passphrase = await passphraseOf(join(config.data, 'gateway'));
  const composed = await compose(config, passphrase, clock);
  const troupe = new Troupe(config.data);
  let listening: Listening | undefined;
  try {
    const about = { ledger: composed.ledger.name };
    const authority = troupe.start('identity-authority', about);
    const house: { open?: Playhouse } = {};
    const app = createApp(composed.composition, [
      ...routes,
      ...playRoutes(() => house.open),
      ...officialRoutes({
        ledger: composed.ledger.name,
        signerOf: (organisation) => composed.signerOf(organisation),
        accredit: (accreditation) => composed.accredit(accreditation),
      }),
      ...sealDeskRoutes({
        ledger: composed.ledger.name,
        troupe,
        signerOf: (organisation) => composed.signerOf(organisation),
      }),
      ...(await pageRoutes()),
    ]);
    listening = await listen(app, { host: config.host, port: config.port });
    const url = config.publicUrl ?? `http://${config.host}:${listening.port}`;
    composed.setPublicUrl(url);
    await authority;
    // From here on it is ready: the demonstration's other clients use it like anybody.
    await composed.found(troupe.identityAuthority());
    const clients = { ...about, platform: url, authority: troupe.addressOf('identity-authority') };
    await Promise.all([troupe.start('worker', { ...clients, seed: '7' }), troupe.start('employer', clients)]);
    await comeIn(composed, troupe, 'employer', employer);
    troupe.later('bank', async () => {
      await troupe.start('bank', clients);
      await comeIn(composed, troupe, 'bank', bank);
    });
    troupe.later('assessor', async () => {
      await troupe.start('assessor', clients);
      await comeIn(composed, troupe, 'assessor', assessor);
      const own = provincesAccreditations(guangdong).find(({ id }) => id === assessorsAccreditation.under);
      if (own !== undefined) await composed.accredit(own);
      await composed.delegate(assessorsAccreditation);
    });
    composed.warmUp().catch((fault: unknown) => {
      composed.log.warn({ fault: faultFields(fault) }, 'no contract could be drawn');
    });
    const playhouse = new Playhouse({
      stories: stories.filter(({ steps }) => steps.length > 0),
      means: composed.means,
      logKeeper: composed.logKeeper,
      troupe,
      platform: url,
      fingerprint: () => fingerprintOf(composed),
      clock: () => new Date(),
      ledger: composed.ledger.name,
      signerOf: (organisation) => composed.signerOf(organisation),
    });
    house.open = playhouse;
    return {
      url,
      composed,
      troupe,
      playhouse,
      close: () => stop(troupe, listening, composed),
    };
  } catch (error) {
    await stop(troupe, listening, composed);
    throw error;
  }
}

/** A client that is an organisation and runs: puts it into the registry, and lets it act. */
async function comeIn(
  composed: Composed,
  troupe: Troupe,
  actor: PartyName,
  organisation: Organisation,
): Promise<void> {
  const port = troupe.organisation(actor);
  await composed.enrol(organisation, port);
  await port.enrolled();
}

async function stop(troupe: Troupe, listening: Listening | undefined, composed: Composed): Promise<void> {
  await troupe.stop();
  await listening?.close();
  await composed.close();
}

function explain(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  if (error instanceof KeySettingsError) return keyAdvice(error);
  if (error instanceof RegisterSettingsError)
    return `数据库设置有误（见 docs/operations/provincial-database.md） The settings of a province’s database are wrong: ${error.message}`;
  if (error instanceof ConfigError) return `设置有误 The settings are wrong: ${error.message}`;
  if (code === 'EADDRINUSE')
    return '端口已被占用，请用 RENXIN_PORT 换一个。 The port is in use: choose another with RENXIN_PORT.';
  if (code === 'LEDGER_LOCKED' || code === 'STORE_LOCKED') {
    return '另一个进程正在使用这个数据目录。 Another process uses this data directory: stop it, or choose another with RENXIN_DATA.';
  }
  if (error instanceof DemonstrationKeys) {
    return '演示密钥只能在本机使用，请把 RENXIN_HOST 设为 127.0.0.1。 Demonstration keys serve loopback only: set RENXIN_HOST to 127.0.0.1.';
  }
  return `无法启动 Cannot start: ${code ?? ''} ${message ?? String(error)}`;
}
