import { instant, publicKey } from '@renxin/chaincode/messages';
import {
  readPresentation,
  requireHolder,
  requireProofs,
  type Presentation,
} from '@renxin/credentials/credential';
import { methodInHistory, type KeyHistory } from '@renxin/credentials/did';
import { verifyStateProof } from '@renxin/network/proof';
import { z } from 'zod';
import { namesBehind } from '../bundle/history.js';
import type { Believed, Context } from '../context.js';
import { Fault, Undecided, type Examination, type Finding, type Shown } from '../examination.js';
import type { NamedFile } from '../recognise.js';
import { examineOneCredential, type ReadShown } from './credential.js';
import { didOf } from './issuers.js';
import { checked, jsonOf } from './opening.js';
import { examineStatus, statusFileOf } from './status.js';

/** The holder's keys stand beside a presentation: `<name>.holder.json`, the state proof of its identifier's record. */
export function holderFileOf(name: string): string {
  return `${name.replace(/\.json$/i, '')}.holder.json`;
}

type Form = Shown<'presentation', { readonly presentation: Presentation }>;
type Keys = Shown<'holder-key', KeyHistory>;

/** All steps over a presentation: the holder's own, then each credential in it. */
export async function examinePresentation(
  x: Examination,
  context: Context,
  believed: Believed | undefined,
  file: NamedFile,
  beside: readonly NamedFile[],
): Promise<void> {
  x.leavesOpen('CHALLENGE_NOT_KNOWN');
  const named = (name: string) => beside.find((each) => each.name.toLowerCase() === name.toLowerCase());
  const form = await x.step('presentation', [], () => checkForm(file.bytes));
  const keys = await x.step('holder-key', [believed, form], (belief, read) =>
    checkKeys(x, context, belief, read, named(holderFileOf(file.name))),
  );
  const proven = await x.step('holder-proof', [form, keys], (read, history) =>
    checkProof(context, read, history),
  );
  for (const [index, each] of (form?.presentation.verifiableCredential ?? []).entries()) {
    await x.within({ credential: index }, async () => {
      const examined = await examineOneCredential(x, context, believed, () => each);
      await x.step('holder-binding', [form, proven, examined.read], (read, _proven, { credential }) =>
        checkBinding(x, read, credential),
      );
      await examineStatus(x, context, believed, examined, named(statusFileOf(file.name)));
    });
  }
}

async function checkForm(bytes: Uint8Array): Promise<Finding<{ readonly presentation: Presentation }>> {
  const presentation = await checked(() => readPresentation(jsonOf(bytes)));
  const { holder, verifiableCredential } = presentation;
  const evidence = { holder, credentials: verifiableCredential.length };
  return { code: 'PRESENTATION_OK', evidence, value: { presentation } };
}

const record = z.looseObject({
  identifier: z.string(),
  keys: z
    .array(
      z.strictObject({ sequence: z.int(), key: publicKey, from: instant, until: z.exactOptional(instant) }),
    )
    .min(1),
});

/** The ledger's record of the holder, under a header of an operator that is believed. */
function checkKeys(
  x: Examination,
  context: Context,
  belief: Believed,
  { presentation: { holder } }: Form,
  beside: NamedFile | undefined,
): Finding<KeyHistory> {
  if (beside === undefined) throw new Undecided('HOLDER_KEY_NOT_INCLUDED');
  const proof = verifyStateProof(context.provider, beside.bytes);
  const { header, collection, id, value } = proof;
  const evidence = { holder, height: header.height, time: header.time };
  const isTheirs = collection === 'identifier' && didOf(header.ledger, id) === holder;
  if (!isTheirs || value === null) throw new Fault('HOLDER_KEY_OTHER', evidence);
  for (const name of namesBehind(x, context, belief, proof)) x.operators.add(name);
  const read = record.safeParse(value);
  if (!read.success || read.data.identifier !== id) throw new Fault('HOLDER_KEY_OTHER', evidence);
  return { code: 'HOLDER_KEY_OK', evidence, value: { keys: read.data.keys } };
}

async function checkProof(
  { provider, now }: Context,
  { presentation }: Form,
  history: Keys,
): Promise<Finding<object>> {
  const { holder } = presentation;
  const methodOf = async (url: string) => methodInHistory(holder, history, url);
  const policy = { provider, now, methodOf, suites: [] };
  const proofs = await checked(() => requireProofs(presentation, holder, 'authentication', policy));
  const said = proofs.map(({ proof: { created, domain, cryptosuite } }) => ({
    created,
    domain,
    cryptosuite,
  }));
  return { code: 'HOLDER_PROOF_OK', evidence: { holder, proofs: said }, value: {} };
}

async function checkBinding(
  x: Examination,
  { presentation: { holder } }: Form,
  credential: ReadShown['credential'],
): Promise<Finding<object>> {
  await checked(() => requireHolder({ credential }, holder));
  x.proves('SHOWN_BY_HOLDER');
  return { code: 'HOLDER_BOUND', evidence: { holder }, value: {} };
}
