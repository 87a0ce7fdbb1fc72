import { readDateTime } from '@renxin/credentials/data-integrity';
import type { Believed, Context } from '../context.js';
import type { Examination } from '../examination.js';
import type { NamedFile } from '../recognise.js';
import { examineOneCredential } from './credential.js';
import { checked, jsonOf } from './opening.js';
import { examineStatus, readList, statusFileOf } from './status.js';

export { examinePresentation } from './presentation.js';

/** All steps over a credential; its status lists stand beside it. */
export async function examineCredential(
  x: Examination,
  context: Context,
  believed: Believed | undefined,
  file: NamedFile,
  beside: readonly NamedFile[],
): Promise<void> {
  const examined = await examineOneCredential(x, context, believed, () => jsonOf(file.bytes));
  const lists = beside.find(({ name }) => name.toLowerCase() === statusFileOf(file.name).toLowerCase());
  await examineStatus(x, context, believed, examined, lists);
}

/** A status list by itself: its form, its proofs, its period. */
export async function examineStatusList(
  x: Examination,
  context: Context,
  believed: Believed | undefined,
  file: NamedFile,
): Promise<void> {
  const value = await x.step('credential', [], () => {
    const list = jsonOf(file.bytes);
    return { code: 'CREDENTIAL_OK', value: { list } };
  });
  await x.step('status-list', [believed, value], async (belief, { list }) => {
    for (const each of Array.isArray(list) ? list : [list]) {
      const { id, issuer, purposes, bits, validFrom } = await checked(() => readList(context, belief, each));
      x.statusAsOf = new Date(readDateTime(validFrom) ?? 0).toISOString();
      const evidence = { id, issuer, purposes, bits: bits.length, validFrom };
      if (!Array.isArray(list)) return { code: 'STATUS_LIST_OK', evidence, value: {} };
    }
    return { code: 'STATUS_LIST_OK', value: {} };
  });
}
