import { unfinished, type ImportDesk } from './desk.js';
import { beginIssuing } from './issuing.js';
import { beginValidating, forgotten } from './taking.js';

/** Goes on with what the process before left unfinished. */
export async function resumed(desk: ImportDesk): Promise<void> {
  for (const { import: name, state, frames, counts } of await unfinished(desk)) {
    if (state === 'issuing') beginIssuing(desk, name, counts.issued + counts.refused);
    if (state !== 'validating') continue;
    if (frames === 0) await forgotten(desk, name);
    else beginValidating(desk, name);
  }
}
