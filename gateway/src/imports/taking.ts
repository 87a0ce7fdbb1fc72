import { toHex } from '@renxin/chaincode/canonical';
import type { ImportEncoding, ImportView } from '@renxin/wallets/api';
import { typeNamed } from '../certificates/subject.js';
import { faultFields } from '../log/log.js';
import type { BodyStream } from '../http/route.js';
import { Refusal } from '../problem/index.js';
import { requireSchemaInForce } from '../trust-registry/schema-in-force.js';
import { isUnfinished, loadImport, unfinished, viewOf, type ImportDesk } from './desk.js';
import type { ImportFile } from './import-file.js';
import { formatOf } from './records.js';
import { finishPrepared } from './issuing.js';
import { Tally } from './tally.js';
import { finish, validated } from './validating.js';

/** Imports that are not finished at one province: each holds a file with personal data. */
const MOST_OPEN = 16;

/**
 * Keeps the file, sealed, and begins to judge its rows. Nothing is issued.
 * @throws Refusal CREDENTIAL_INVALID for a type that there is not, SCHEMA_RETIRED, IMPORTS_OPEN, and as reading the body does
 */
export async function taken(desk: ImportDesk, type: string, body: BodyStream): Promise<ImportView> {
  const { definition, sm3 } = typeNamed(type);
  const isClaim = definition.word.endsWith('-claim');
  if (isClaim) throw new Refusal('CREDENTIAL_INVALID');
  await requireSchemaInForce(desk.certificates.ledger, sm3);
  if ((await unfinished(desk)).length >= MOST_OPEN) throw new Refusal('IMPORTS_OPEN');
  const { clock, random, store } = desk.certificates;
  const name = nameAt(clock(), random(10));
  const declared = declaredIn(body.contentType);
  const fresh: ImportFile = {
    schema: 1,
    import: name,
    type,
    format: formatOf(body.contentType),
    state: 'validating',
    ...(declared !== undefined && { declared }),
    createdAt: clock().toISOString(),
    frames: 0,
    rows: 0,
    counts: { valid: 0, invalid: 0, issued: 0, refused: 0 },
    report: [],
  };
  // Known before its first frame: what a crash leaves of it is found and erased.
  const { version } = await store.write([desk.files.put(name, fresh, 0)]);
  let frames: number;
  try {
    frames = await desk.sealed.keep(name, body);
  } catch (error) {
    await forgotten(desk, name);
    throw error;
  }
  const kept = { ...fresh, frames };
  await store.write([desk.files.put(name, kept, version)]);
  beginValidating(desk, name);
  return viewOf(desk, kept);
}

/** Goes on with it in this process. */
export function beginValidating(desk: ImportDesk, name: string): void {
  desk.runs.begin(name, 0, (signal) =>
    validated(desk, name, signal).catch((error: unknown) => {
      const { organisation } = desk.certificates;
      desk.log.error({ organisation, fault: faultFields(error) }, 'an import could not be validated');
    }),
  );
}

/** A file that did not come to its end: nobody was told its name. */
export async function forgotten(desk: ImportDesk, name: string): Promise<void> {
  await desk.sealed.erase(name);
  await desk.certificates.store.write([desk.files.delete(name)]);
}

/**
 * Nothing more of it is issued; what was issued stays. The file is erased.
 * @throws Refusal IMPORT_UNKNOWN, IMPORT_STATE
 */
export async function cancelled(desk: ImportDesk, name: string): Promise<ImportView> {
  await loadImport(desk, name);
  await desk.runs.stop(name);
  const { value } = await loadImport(desk, name);
  if (value.state !== 'cancelled') {
    if (!isUnfinished(value)) throw new Refusal('IMPORT_STATE');
    const tally = new Tally(desk, value);
    if (value.state === 'issuing') await finishPrepared(desk, tally);
    await finish(desk, { ...tally.file, state: 'cancelled' });
  }
  return viewOf(desk, (await loadImport(desk, name)).value);
}

/** Names come in the order of time, the latest first: so lists need no order of their own. */
function nameAt(now: Date, random: Uint8Array): string {
  const left = (LAST - now.getTime()).toString(16).padStart(12, '0');
  return `imp-${left}${toHex(random)}`;
}

const LAST = 0xffff_ffff_ffff;

function declaredIn(contentType: string): ImportEncoding | undefined {
  const [, charset] = contentType.split(';charset=');
  return charset === 'utf-8' || charset === 'gb18030' ? charset : undefined;
}
