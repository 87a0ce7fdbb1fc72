import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createWorld, issueUnder } from '../world.js';
import { CORPUS } from './attack.js';
import { hostile, packedPdf } from './hostile.js';
import { longTerm, signBy, stamperOf, withValidationData } from './signing.js';
import { smallPdf } from './small-pdf.js';

/** Writes the genuine and the hostile inputs of the corpus: `node seal/dist/test/pdf/write-corpus.js`. */
await mkdir(CORPUS, { recursive: true });
const keep = (name: string, bytes: Uint8Array): Promise<void> =>
  writeFile(join(CORPUS, `${name}.pdf`), bytes);
const base = smallPdf();
await keep('plain', base);
await keep('packed', packedPdf());
await keep('packed-compressed', packedPdf({ isCompressed: true }));
const room = { request: { room: 5000 } };
for (const algorithm of ['P-256', 'RSA', 'SM2'] as const) {
  const world = await createWorld(algorithm);
  const name = algorithm.toLowerCase();
  await keep(`b-b-${name}`, await signBy(world, base, 'worker', room));
  await keep(`b-lta-${name}`, await longTerm(world, base));
  if (algorithm === 'SM2')
    await keep('gm-t-0010', await signBy(world, base, 'worker', { form: 'gm-t-0010', ...room }));
  if (algorithm !== 'P-256') continue;
  const stamper = stamperOf(world);
  const page = '<</Type /Page /Parent 2 0 R /MediaBox [0 0 200 200]>>';
  const packed = packedPdf({
    packed: { 1: '<</Type /Catalog /Pages 2 0 R>>', 2: '<</Type /Pages /Kids [3 0 R]>>', 3: page },
    isCompressed: true,
  });
  await keep('packed-b-lta', await longTerm(world, packed));
  const employer = await issueUnder({ ...world, issuer: world.province }, 'organisation');
  const first = await signBy(world, base, 'worker', { stamper });
  const second = await signBy(world, first, 'employer', { stamper, by: employer });
  await keep('two-signatures', withValidationData(world, second, ['worker', 'employer']));
}
for (const [name, bytes] of hostile()) await keep(name, bytes);
