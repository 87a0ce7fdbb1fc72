import { fork } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { filesUnder, root, rooms } from './tree/rooms.mjs';
import { asCommand } from './tree/run.mjs';

const roomLimitMs = 20 * 60_000;
/** A process that lives on after its last test holds something open: a leak, reported as a failure. */
const closingLimitMs = 10_000;

/**
 * `npm test`: installs and builds what is needed, then runs every room's mocha tests, one process per room.
 * `npm test -- TEXT...` runs only the test files whose path contains one of the texts.
 * REFUSE_SKIPS=1 counts a skipped check as failed, unless its title speaks of Fabric.
 */
await asCommand(async () => {
  const filters = process.argv.slice(2);
  await ensureBuilt();
  const results = [];
  for (const [room, files] of testFiles(filters)) {
    console.log(`\n== ${room} (${files.length} test files)`);
    results.push({ room, ...(await testRoom(files)) });
  }
  return report(results);
});

/** Built test files by room. Found by their sources, so that an orphan in dist is never run. */
function testFiles(filters) {
  const wanted = (file) => filters.length === 0 || filters.some((text) => file.includes(text));
  const scripts = filesUnder('scripts').filter((file) => file.endsWith('.test.mjs') && wanted(file));
  const built = rooms.map((room) => [
    room,
    filesUnder(`${room}/test`)
      .filter((file) => file.endsWith('.test.ts') && wanted(file))
      .map((file) => file.replace(`${room}/test/`, `${room}/dist/test/`).replace(/\.ts$/, '.js')),
  ]);
  return [['scripts', scripts], ...built].filter(([, files]) => files.length > 0);
}

function testRoom(files) {
  const missing = files.filter((file) => !existsSync(join(root, file)));
  if (missing.length > 0)
    return { passed: 0, failed: missing.length, skipped: [], fault: `not built: ${missing.join(', ')}` };
  const options = JSON.parse(readFileSync(join(root, '.mocharc.json'), 'utf8'));
  return new Promise((resolve) => {
    const child = fork(join(root, 'scripts/test/run-files.mjs'), [], { cwd: root });
    let result;
    let timer = setTimeout(() => child.kill('SIGKILL'), roomLimitMs);
    child.on('message', (message) => {
      result = message;
      clearTimeout(timer);
      timer = setTimeout(() => {
        result.fault = `still running ${closingLimitMs / 1000} s after the last test (open: ${result.open.join(', ')})`;
        child.kill('SIGKILL');
      }, closingLimitMs);
    });
    child.on('exit', (code, signal) => {
      clearTimeout(timer);
      const end = signal ?? `exit code ${code}`;
      result ??= { passed: 0, failed: 0, skipped: [], fault: `ended before its last test (${end})` };
      if (result.fault === undefined && code !== 0) result.fault = `ended with ${end}`;
      if (result.fault !== undefined) result.failed += 1;
      resolve(result);
    });
    child.send({ files: files.map((file) => join(root, file)), options });
  });
}

/** Prints what was skipped, each room's count and, last, the one line that sums everything. Returns the exit code. */
function report(results) {
  const skipped = results.flatMap(({ room, skipped }) => skipped.map((title) => ({ room, title })));
  const refused =
    process.env.REFUSE_SKIPS === '1' ? skipped.filter(({ title }) => !/fabric/i.test(title)) : [];
  console.log('');
  for (const { room, title } of skipped) console.log(`skipped: ${room}: ${title}`);
  for (const { room, fault } of results) if (fault !== undefined) console.log(`failed: ${room}: ${fault}`);
  if (refused.length > 0)
    console.log(`failed: ${refused.length} checks were skipped, and REFUSE_SKIPS=1 allows none`);
  for (const { room, passed, failed, ms } of results) {
    console.log(`${room.padEnd(10)} ${passed} ok, ${failed} not ok, ${((ms ?? 0) / 1000).toFixed(1)} s`);
  }
  const sum = (count) => results.reduce((total, result) => total + count(result), 0);
  const passed = sum((result) => result.passed);
  const failed = sum((result) => result.failed) + refused.length;
  const left = skipped.length - refused.length;
  if (passed + failed === 0) console.log('no test was run');
  console.log(`\n${passed} passed, ${failed} failed${left > 0 ? `, ${left} skipped` : ''}`);
  return failed > 0 || passed === 0 ? 1 : 0;
}
