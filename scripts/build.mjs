import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { installIfNeeded, isInstalled, requireNode } from './install-if-needed.mjs';
import { withLock } from './tree/lock.mjs';
import { filesUnder, hasWeb, root, rooms } from './tree/rooms.mjs';
import { asCommand, isMain, run, StepFailed } from './tree/run.mjs';
import { readStamp, stampOfFiles, writeStamp } from './tree/stamp.mjs';

/**
 * Makes the tree runnable: installs what is missing and builds what changed, the rooms with tsc and the web page with
 * vite. When nothing changed it only looks at file times and prints nothing.
 * @throws StepFailed when a step fails.
 */
export async function ensureBuilt() {
  requireNode();
  if (isInstalled() && parts.every((part) => part.isBuilt())) return;
  await withLock(async () => {
    await installIfNeeded();
    for (const part of parts) if (!part.isBuilt()) await build(part);
  });
}

const tools = ['package-lock.json', 'package.json', 'tsconfig.base.json', 'tsconfig.json'];

const roomsPart = {
  zh: '正在构建各模块',
  en: 'building the rooms',
  stampFile: '.cache/build/rooms.stamp',
  sources: () => [
    ...tools,
    ...rooms.flatMap((room) => [
      `${room}/package.json`,
      `${room}/tsconfig.json`,
      ...filesUnder(`${room}/src`),
      ...filesUnder(`${room}/test`),
    ]),
  ],
  outputs: () => rooms.map((room) => `${room}/dist/.tsbuildinfo`),
  program: ['node_modules/typescript/bin/tsc', '--build'],
  before: removeOrphans,
};

const webPart = {
  zh: '正在构建网页',
  en: 'building the web page',
  stampFile: '.cache/build/web.stamp',
  sources: () => [
    ...tools,
    ...filesUnder('gateway/web'),
    ...rooms.flatMap((room) => filesUnder(`${room}/src`)),
  ],
  outputs: () => ['gateway/dist/web/index.html'],
  program: ['node_modules/vite/bin/vite.js', 'build', 'gateway/web', '--logLevel', 'warn'],
  before: () => {},
};

const verifierPart = {
  zh: '正在构建离线核验页',
  en: 'building the offline verifier',
  stampFile: '.cache/build/verifier.stamp',
  sources: webPart.sources,
  outputs: () => ['gateway/dist/verify/verify.html'],
  program: [
    'node_modules/vite/bin/vite.js',
    'build',
    'gateway/web',
    '--config',
    'gateway/web/vite.offline.config.ts',
    '--logLevel',
    'warn',
  ],
  before: () => {},
};

const parts = [roomsPart, ...(hasWeb ? [webPart, verifierPart] : [])].map((part) => ({
  ...part,
  isBuilt: () =>
    part.outputs().every((path) => existsSync(join(root, path))) &&
    readStamp(part.stampFile) === stampOfFiles(part.sources(), process.versions.node),
}));

async function build(part) {
  const started = Date.now();
  console.error(`${part.zh}… / ${part.en} …`);
  part.before();
  // Taken before the build: a file that changes meanwhile is built again next time.
  const stamp = stampOfFiles(part.sources(), process.versions.node);
  const code = await run(process.execPath, part.program);
  if (code !== 0) {
    throw new StepFailed(`${part.zh}失败，见上。 / ${part.en}: failed, see above (exit ${code}).`, code);
  }
  writeStamp(part.stampFile, stamp);
  console.error(`${part.zh}完成 / ${part.en}: done (${((Date.now() - started) / 1000).toFixed(1)} s)`);
}

/** tsc never removes the output of a source that is gone; a stale module must not be imported or tested. */
function removeOrphans() {
  for (const room of rooms) {
    const dist = join(root, room, 'dist');
    for (const folder of ['src', 'test']) {
      for (const file of filesUnder(folder, dist)) {
        const stem = /^(.*?)(?:\.d\.ts|\.js|\.js\.map)$/.exec(file)?.[1];
        if (stem !== undefined && !existsSync(join(root, room, `${stem}.ts`))) rmSync(join(dist, file));
      }
    }
  }
}

if (isMain(import.meta.url)) await asCommand(ensureBuilt);
