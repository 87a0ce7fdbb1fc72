import { fork } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { filesUnder, root, rooms } from './tree/rooms.mjs';
import { asCommand } from './tree/run.mjs';

const partLimitMs = 20 * 60_000;
/** A process that lives on after its last test holds something open: a leak, reported as a failure. */
const closingLimitMs = 10_000;
/** A room of more files than this is run in several processes. */
const filesOfPart = 20;

/**
 * `npm test`: installs and builds what is needed, then runs every room's mocha tests, one process per room or per part
 * of a large room, two at a time where there is no Fabric. `npm test -- TEXT...` runs only the test files whose path
 * contains one of the texts.
 * REFUSE_SKIPS=1 counts a skipped check as failed, unless its title speaks of Fabric.
 */
await asCommand(async () => {
  const filters = process.argv.slice(2);
  await ensureBuilt();
  const parts = testFiles(filters).flatMap(([room, files]) => partsOf(room, files));
  // The largest room first, so that no core waits for it at the end.
  const waiting = [...parts].sort((a, b) => b.files.length * b.of - a.files.length * a.of);
  const show = inTurn();
  const lane = async () => {
    for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
      const title = `${part.room}${part.of > 1 ? ` ${part.number}/${part.of}` : ''}`;
      Object.assign(
        part,
        await testPart(part.files, show(`\n== ${title} (${part.files.length} test files)\n`)),
      );
    }
  };
  // Two Fabric networks at once would be measured by their bounds on time with half a machine each.
  const lanes =
    process.env.FABRIC_BIN || process.env.REQUIRE_FABRIC ? 1 : Math.min(2, availableParallelism());
  await Promise.all(Array.from({ length: lanes }, lane));
  return report(byRoom(parts));
});

function partsOf(room, files) {
  const of = Math.ceil(files.length / filesOfPart);
  const size = Math.ceil(files.length / of);
  return Array.from({ length: of }, (_, i) => ({
    room,
    number: i + 1,
    of,
    files: files.slice(i * size, (i + 1) * size),
  }));
}

/** What runs side by side is printed one after the other: the first as it comes, the others when it is their turn. */
function inTurn() {
  const queue = [];
  const advance = () => {
    for (const head of [...queue]) {
      for (const chunk of head.held.splice(0)) process.stdout.write(chunk);
      if (!head.done) return;
      queue.shift();
    }
  };
  return (heading) => {
    const mine = { held: [heading], done: false };
    queue.push(mine);
    advance();
    return {
      write: (chunk) => {
        mine.held.push(chunk);
        if (queue[0] === mine) advance();
      },
      end: () => {
        mine.done = true;
        advance();
      },
    };
  };
}

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

function testPart(files, output) {
  const missing = files.filter((file) => !existsSync(join(root, file)));
  if (missing.length > 0) {
    output.end();
    return { passed: 0, failed: missing.length, skipped: [], fault: `not built: ${missing.join(', ')}` };
  }
  const options = JSON.parse(readFileSync(join(root, '.mocharc.json'), 'utf8'));
  return new Promise((resolve) => {
    const child = fork(join(root, 'scripts/test/run-files.mjs'), [], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', output.write);
    let result;
    let timer = setTimeout(() => child.kill('SIGKILL'), partLimitMs);
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
      // What it printed last may still be on its way; a process that it left behind could hold the pipe for ever.
      const settle = () => (output.end(), resolve(result));
      const drained = setTimeout(settle, 2_000);
      child.once('close', () => (clearTimeout(drained), settle()));
    });
    child.send({ files: files.map((file) => join(root, file)), options });
  });
}

/** The parts of a room as one result, in the order of the rooms. */
function byRoom(parts) {
  return [...new Set(parts.map(({ room }) => room))].map((room) => {
    const results = parts.filter((part) => part.room === room);
    return {
      room,
      passed: results.reduce((total, result) => total + result.passed, 0),
      failed: results.reduce((total, result) => total + result.failed, 0),
      ms: results.reduce((total, result) => total + (result.ms ?? 0), 0),
      skipped: [...new Set(results.flatMap((result) => result.skipped))],
      fault: results.flatMap(({ fault }) => fault ?? []).join('; ') || undefined,
    };
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
