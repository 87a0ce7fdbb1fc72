import { createHmac } from 'node:crypto';
import type { CertificateDesk } from '../certificates/desk.js';
import type { ImportDesk } from '../imports/desk.js';
import { importChunk, importFile, importProgress } from '../imports/import-file.js';
import { Runs } from '../imports/runs.js';
import { SealedFiles } from '../imports/sealed-file.js';
import { JsonRecords } from '../store/index.js';
import type { Base } from './base.js';

/** Certificates in bulk, for a province. */
export function imports({ store, keys, log }: Base, certificates: CertificateDesk): ImportDesk {
  const { organisation } = certificates;
  const secret = keys.secret(`people-${organisation}`);
  return {
    certificates,
    files: new JsonRecords(store, `${organisation}/import`, importFile),
    progress: new JsonRecords(store, `${organisation}/import-progress`, importProgress),
    chunks: new JsonRecords(store, `${organisation}/import-rows`, importChunk),
    sealed: new SealedFiles(store, `${organisation}/import-file`, (words) =>
      createHmac('sm3', secret).update(words).digest(),
    ),
    runs: new Runs(),
    log,
  };
}
