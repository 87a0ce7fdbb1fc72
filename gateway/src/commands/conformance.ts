import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { loadConfig } from '../config.js';
import { serveConformance } from '../conformance/index.js';
import { LOOPBACK } from './loopback.js';
import { say } from './usage.js';

/**
 * `renxin serve --conformance`: test issuers without tokens, for the public suites. It serves loopback alone, and does not
 * start over a directory in which a platform lives.
 */
export async function conformance(env: NodeJS.ProcessEnv): Promise<number> {
  const config = loadConfig(env);
  if (!LOOPBACK.includes(config.host)) {
    say(
      '符合性测试服务只在本机运行，请把 RENXIN_HOST 设为 127.0.0.1。 The conformance server serves loopback only.',
      'error',
    );
    return 1;
  }
  if (await isThere(join(config.data, 'gateway'))) {
    say(
      `RENXIN_DATA 中已有平台数据，符合性测试服务不在其上启动。 A platform lives in ${config.data}: set RENXIN_DATA to a directory that is not there.`,
      'error',
    );
    return 1;
  }
  const { host, port, publicUrl } = config;
  const server = await serveConformance({ host, port, ...(publicUrl !== undefined && { publicUrl }) });
  say(`
################################################################################
  符合性测试服务 THIS IS A CONFORMANCE SERVER, FOR TESTS ONLY

  任何人无需令牌即可签发；密钥只在本进程内，凭证不具任何效力。
  Whoever reaches it issues without a token. Its keys end with this process;
  what it issues means nothing.

  ${server.url}
  DIDs  ${server.url}/conformance/ids.json
################################################################################
`);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  await server.close();
  return 0;
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
