import { canonicalBytes, toBase64url, type Json } from '@renxin/chaincode/canonical';
import { digest, identifier, recordId } from '@renxin/chaincode/messages';
import { verifyStateProof } from '@renxin/network/proof';
import { z } from 'zod';
import { opens, parsePart } from '../../bundle/index.js';
import { archiveRegistrationProof, type OpenedPackage } from '../../package/index.js';
import { stateAsOf } from '../bundle/record.js';
import type { Believed, Context } from '../context.js';
import { Fault, type Examination, type Finding } from '../examination.js';
import { checkOperator } from '../single-proof.js';

/** The record on the ledger, as far as it is compared: docs/formats/archive-record.md. */
const record = z.looseObject({
  archive: recordId,
  registration: z.looseObject({
    body: z.looseObject({ archive: recordId, by: identifier, sm3: digest, sha256: digest, report: digest }),
  }),
});

interface Registered {
  readonly record: z.infer<typeof record>;
  readonly openings: z.infer<typeof archiveRegistrationProof>['openings'];
  readonly value: Json;
  readonly time: string;
}

/** The registration of a package by itself, or of this one: its bytes, its maker and its report are those registered. */
export async function examineRegistration(
  x: Examination,
  context: Context,
  believed: Believed | undefined,
  bytes: Uint8Array,
  about?: { readonly bytes: Uint8Array; readonly opened: OpenedPackage | undefined },
): Promise<void> {
  x.leavesOpen('AFTER_STATE', 'ONE_HEADER_ONLY');
  const shown = await x.step('registration', [], () => readRegistration(context, bytes));
  const operator = await checkOperator(x, context, believed, shown?.proven);
  if (about !== undefined)
    await x.step('registered-package', [shown, about.opened], (registered, opened) =>
      checkPackage(context, registered, about.bytes, opened),
    );
  await x.step('state', [shown, operator], ({ value, time }) => {
    x.statusAsOf = time;
    x.state = stateAsOf(value, context, time);
    x.proves('RECORD_AS_SHOWN');
    return { code: 'STATE_OK', evidence: { state: x.state, statusAsOf: time }, value: {} };
  });
}

function readRegistration(
  context: Context,
  bytes: Uint8Array,
): Finding<Registered & { readonly proven: ReturnType<typeof verifyStateProof> }> {
  const { openings, state } = parsePart('registration', archiveRegistrationProof, bytes);
  const proven = verifyStateProof(context.provider, canonicalBytes(state));
  const { header, collection, id, value } = proven;
  const evidence = { archive: id, height: header.height, time: header.time };
  const parsed = record.safeParse(value);
  if (collection !== 'archive-record' || !parsed.success || parsed.data.archive !== id)
    throw new Fault('REGISTRATION_OTHER', evidence);
  const { body } = parsed.data.registration;
  for (const name of ['sm3', 'sha256', 'report'] as const)
    if (!opens(context.provider, { commitment: body[name], ...openings[name] }))
      throw new Fault('COMMITMENT_MISMATCH', { ...evidence, of: name });
  return {
    code: 'REGISTRATION_OK',
    evidence: { ...evidence, by: body.by },
    value: { record: parsed.data, openings, value, time: header.time, proven },
  };
}

function checkPackage(
  { provider }: Context,
  { record: { archive, registration }, openings }: Registered,
  bytes: Uint8Array,
  { index, report, signature }: OpenedPackage,
): Finding<object> {
  const evidence = { archive };
  if (index.archive !== archive || registration.body.by !== signature.by)
    throw new Fault('REGISTRATION_OTHER', evidence);
  const digests = {
    sm3: provider.hash('SM3', bytes),
    sha256: provider.hash('SHA-256', bytes),
    report: provider.hash('SM3', canonicalBytes(report)),
  };
  for (const name of ['sm3', 'sha256', 'report'] as const)
    if (openings[name].digest !== toBase64url(digests[name]))
      throw new Fault('REGISTRATION_DIGEST', { ...evidence, of: name });
  return { code: 'REGISTERED_PACKAGE', evidence, value: {} };
}
