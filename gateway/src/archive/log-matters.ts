import { z } from 'zod';
import type { Matters } from '../evidence-log/index.js';
import type { LaborContractServices } from '../services.js';

/** Archive packages that this organisation made and registered: the package itself goes into the evidence log. */
export function archiveMatters({
  desk,
  archives,
}: Pick<LaborContractServices, 'desk' | 'archives'>): Matters {
  return {
    'archive-record.archive-registered': async (event) => {
      const { archive } = payload.parse(event.payload);
      // Kept before the ledger has its registration; others' packages are not here.
      const file = (await archives.files.get(archive))?.value;
      const document = file === undefined ? undefined : await desk.blobs.get(file.blob);
      return document === undefined ? [] : [{ kind: 'archive/registered', id: archive, document }];
    },
  };
}

const payload = z.object({ archive: z.string() });
