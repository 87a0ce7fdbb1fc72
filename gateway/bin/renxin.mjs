#!/usr/bin/env node
import { ensureBuilt } from '../../scripts/build.mjs';
import { asCommand } from '../../scripts/tree/run.mjs';

// Builds when something changed, quietly when nothing did, then hands over. Works from any current directory.
await asCommand(async () => {
  await ensureBuilt();
  const { main } = await import('../dist/src/cli.js');
  return main(process.argv.slice(2));
});
