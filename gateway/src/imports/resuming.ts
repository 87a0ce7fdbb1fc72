import { allImports, type ImportDesk } from './desk.js';
import { beginValidating, forgotten } from './taking.js';

/** Goes on with what the process before left unfinished. */
export async function resumed(desk: ImportDesk): Promise<void> {
  for (const { import: name, state, frames } of await allImports(desk)) {
    if (state !== 'validating') continue;
    if (frames === 0) await forgotten(desk, name);
    else beginValidating(desk, name);
  }
}
