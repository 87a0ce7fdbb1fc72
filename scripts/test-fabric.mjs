import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { asCommand, run, StepFailed } from './tree/run.mjs';

const programs = ['peer', 'orderer', 'configtxgen', 'configtxlator', 'cryptogen', 'osnadmin'];

/** `npm run test:fabric`: every test that needs a Fabric network, with real processes. Fails when a program is missing. */
await asCommand(async () => {
  const folders = (process.env.FABRIC_BIN || process.env.PATH || '').split(delimiter);
  const missing = [];
  for (const program of programs) if (!(await isIn(folders, program))) missing.push(program);
  if (missing.length > 0) {
    throw new StepFailed(
      `Fabric's programs are missing: ${missing.join(', ')}. Set FABRIC_BIN to the folder that holds them: https://hyperledger-fabric.readthedocs.io/en/latest/install.html`,
      1,
    );
  }
  process.env.REQUIRE_FABRIC = '1';
  return run(process.execPath, ['scripts/test.mjs', 'test/fabric/'], { stdio: 'inherit' });
});

async function isIn(folders, program) {
  for (const folder of folders) {
    const found = await access(join(folder, program), constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return true;
  }
  return false;
}
