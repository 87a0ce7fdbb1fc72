import { openPosixStore } from '../../src/log/index.js';
import { freshDirectory } from './fixture.js';
import { logStoreSuite } from './store-suite.js';

logStoreSuite('a directory', async () => {
  const { directory, remove } = await freshDirectory();
  return { open: () => openPosixStore(directory), remove };
});
