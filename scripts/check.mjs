import { installIfNeeded } from './install-if-needed.mjs';
import { asCommand, StepFailed } from './tree/run.mjs';

/**
 * `npm run check`: everything that must hold of the tree besides its tests. Every step runs, also after one that
 * failed; each prints one line. `npm run check -- TEXT...` runs only the steps whose name contains one of the texts.
 */
await asCommand(async () => {
  const filters = process.argv.slice(2);
  await installIfNeeded();
  const { steps } = await import('./check/steps.mjs');
  const chosen = steps.filter(
    ({ name }) => filters.length === 0 || filters.some((text) => name.includes(text)),
  );
  let failed = 0;
  for (const { name, check } of chosen) {
    const started = Date.now();
    const faults = await faultsOf(check);
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    for (const fault of faults) console.log(`  ${fault}`);
    console.log(`${faults.length === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
    if (faults.length > 0) failed += 1;
  }
  console.log(
    failed === 0 ? `\nall ${chosen.length} checks hold` : `\n${failed} of ${chosen.length} checks failed`,
  );
  return failed === 0 ? 0 : 1;
});

async function faultsOf(check) {
  try {
    return (await check()) ?? [];
  } catch (error) {
    return error instanceof StepFailed ? error.message.split('\n') : [error.stack ?? String(error)];
  }
}
