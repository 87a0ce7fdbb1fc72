import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './tree/rooms.mjs';
import { asCommand, isMain, run, StepFailed } from './tree/run.mjs';
import { readStamp, sha256OfFile, writeStamp } from './tree/stamp.mjs';

const stampFile = 'node_modules/.renxin-install';
const oldest = [20, 19];

/**
 * Installs the packages of the committed lock file unless node_modules already holds exactly these for this Node.
 * @throws StepFailed when Node is too old or npm fails.
 */
export async function installIfNeeded() {
  requireNode();
  if (isInstalled()) return;
  const before = readStamp(stampFile);
  const sameNode = before === undefined || before.endsWith(` node-${nodeMajor}`);
  if (sameNode && holdsLockedPackages()) {
    writeStamp(stampFile, stampOfLock());
    return;
  }
  console.error('正在安装依赖（首次约一两分钟）… / installing packages (a minute or two the first time) …');
  const code = await npm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
  if (code !== 0) {
    throw new StepFailed(
      `依赖安装失败（npm ci 退出码 ${code}）。请检查网络、npm 源和磁盘空间后重试。\n` +
        `Installing packages failed (npm ci ended with ${code}). Check the network, npm's registry setting and the disk, then try again.`,
    );
  }
  writeStamp(stampFile, stampOfLock());
}

/** Whether the last installation was of this lock file for this Node. */
export function isInstalled() {
  return readStamp(stampFile) === stampOfLock();
}

/** @throws StepFailed when this Node is older than what `engines` asks for. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return;
  throw new StepFailed(
    `人信需要 Node.js ${oldest.join('.')} 或更高版本，当前是 ${process.versions.node}。请升级 Node.js 后重试。\n` +
      `Renxin needs Node.js ${oldest.join('.')} or later; this is ${process.versions.node}. Upgrade Node.js and try again.`,
  );
}

const nodeMajor = process.versions.node.split('.')[0];

function stampOfLock() {
  return `${sha256OfFile('package-lock.json')} node-${nodeMajor}`;
}

/** npm keeps what it installed in node_modules/.package-lock.json: somebody's own `npm install` is as good as ours. */
function holdsLockedPackages() {
  const hidden = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(hidden)) return false;
  let installed;
  let wanted;
  try {
    installed = JSON.parse(readFileSync(hidden, 'utf8')).packages;
    wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  } catch {
    return false;
  }
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.includes('node_modules/')) return true;
    const there = installed[path];
    if (there === undefined) return entry.optional === true;
    return entry.link === true ? there.resolved === entry.resolved : there.version === entry.version;
  });
}

function npm(args) {
  const own = process.env.npm_execpath;
  if (own !== undefined && own.endsWith('.js')) return run(process.execPath, [own, ...args]);
  return run('npm', args, { shell: process.platform === 'win32' });
}

if (isMain(import.meta.url)) await asCommand(installIfNeeded);
