import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { root } from './rooms.mjs';

const path = join(root, '.cache/set-up.lock');

/** Runs `work` while no other process of this checkout installs or builds. The lock of a dead process is taken over. */
export async function withLock(work) {
  await acquire();
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

async function acquire() {
  mkdirSync(dirname(path), { recursive: true });
  for (let told = false; ;) {
    try {
      const file = openSync(path, 'wx');
      writeSync(file, String(process.pid));
      closeSync(file);
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = holderOfLock();
    if (holder !== undefined && !isAlive(holder)) {
      rmSync(path, { force: true });
      continue;
    }
    if (!told)
      console.error(
        `等待另一个进程完成安装或构建 / waiting for process ${holder ?? '?'} to finish its set-up`,
      );
    told = true;
    await delay(200);
  }
}

function holderOfLock() {
  try {
    const pid = Number(readFileSync(path, 'utf8'));
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
