import Mocha from 'mocha';

/**
 * Runs test files in this process with mocha and tells the parent, over IPC, what came:
 * `{passed, failed, skipped: lines, ms, open: what keeps the process alive}`. The parent judges whether it then ends.
 */
process.once('message', async ({ files, options }) => {
  const mocha = new Mocha({ ...options, reporter: 'spec' });
  for (const file of files) mocha.addFile(file);
  await mocha.loadFilesAsync();
  const printed = linesPrinted(/^\s*skipped: (.+)$/);
  const skips = new Map();
  let atSuite = 0;
  const runner = mocha.run((failed) => {
    const { passes, duration } = runner.stats;
    const skipped = [
      ...new Set(printed),
      ...[...skips].map(([title, n]) => (n === 1 ? title : `${title} (${n} tests)`)),
    ];
    const open = process.getActiveResourcesInfo().filter((name) => !/^(Pipe|TTY|FSReq)/.test(name));
    process.send({ passed: passes, failed, skipped, ms: duration, open }, () => process.disconnect());
  });
  runner.on('suite', () => (atSuite = printed.length));
  // A suite that printed why it skips is named by that line; any other by its title, or by the test's when it is one.
  runner.on('pending', (test) => {
    if (printed.length > atSuite) return;
    const suite = test.parent;
    const title = (suite.tests.every((other) => other.isPending()) && !suite.root ? suite : test)
      .titlePath()
      .join(' › ');
    skips.set(title, (skips.get(title) ?? 0) + 1);
  });
});

/** Collects the lines that tests print about what they skip; everything is still printed. */
function linesPrinted(pattern) {
  const found = [];
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = (chunk, ...rest) => {
    for (const line of String(chunk).split('\n')) {
      const match = pattern.exec(line);
      if (match !== null) found.push(match[1]);
    }
    return write(chunk, ...rest);
  };
  return found;
}
