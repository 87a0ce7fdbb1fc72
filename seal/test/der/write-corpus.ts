import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { certificateSpkiOf } from '../../src/crypto/index.js';
import { createRequest } from '../../src/pki/index.js';
import { answer, asking, delegate } from '../ocsp/responding.js';
import { activation, authorityOf, createWorld, NONCE, requestFor, signWith } from '../world.js';
import { CORPUS } from './attack.js';

/** Writes the genuine inputs of the corpus: `node seal/dist/test/der/write-corpus.js`. */
await mkdir(CORPUS, { recursive: true });
for (const algorithm of ['SM2', 'P-256', 'RSA'] as const) {
  const world = await createWorld(algorithm);
  const suffix = algorithm === 'P-256' ? '' : `.${algorithm.toLowerCase()}`;
  const keep = (name: string, bytes: Uint8Array): Promise<void> =>
    writeFile(join(CORPUS, `${name}${suffix}.bin`), bytes);
  for (const name of ['root', 'province', 'person', 'authority'] as const)
    await keep(`${name}.certificate`, world[name].certificate);
  const [list] = world.crls;
  if (list !== undefined) await keep('list', list);
  await keep('key', certificateSpkiOf(world.person.key));
  const subject = { commonName: '测试' };
  await keep('request', await createRequest({ signer: world.person.signer, subject, activation }));
  await keep('ocsp-request', asking(world, NONCE));
  await keep(
    'ocsp-response',
    await answer(world, await delegate(world), { status: 'good' }, { request: asking(world, NONCE) }),
  );
  await keep('time-stamp-request', requestFor(world));
  await keep('time-stamp', await authorityOf(world).respond(requestFor(world)));
  await keep('signature', await signWith(world));
}
