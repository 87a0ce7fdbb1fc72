import { toBase64url } from '@renxin/chaincode/canonical';
import { logAnchor, witness } from '@renxin/chaincode/contracts';
import { ContractError } from '@renxin/chaincode/kernel';
import type { MessageBody, MessageKind } from '@renxin/chaincode/messages';
import type { Ledger } from '@renxin/network';
import { hosted, ministry } from '../demonstration/organisations.js';
import { QUORUM, type LogIdentity } from '../evidence-log/index.js';
import type { KeyRing } from '../keys/key-ring.js';
import { signAs } from './sign.js';

/** Brings the keys of the organisations' evidence logs and witnesses onto the ledger, and the policy, as far as they are missing. */
export async function registerLogs(
  ledger: Ledger,
  keys: KeyRing,
  identities: readonly { readonly organisation: string; readonly identity: LogIdentity }[],
  now: Date,
): Promise<void> {
  const at = now.toISOString();
  const sign = <K extends MessageKind>(by: string, kind: K, body: MessageBody<K>): Promise<string> =>
    signAs(keys, by, kind, ledger.name, body, now);
  await Promise.all(
    identities.map(async ({ organisation, identity }) => {
      if (!(await isKnown(() => ledger.evaluate(logAnchor.operations.log, { log: organisation })))) {
        const { ed25519, sm2 } = identity;
        const point = { algorithm: 'SM2', point: toBase64url(sm2.publicKey) } as const;
        const body = {
          log: organisation,
          sequence: 1,
          hash: 'SHA-256' as const,
          ed25519: toBase64url(ed25519.publicKey),
          sm2: point,
          at,
        };
        const signature = await sign(organisation, 'log-anchor/register', body);
        await ledger.submit(logAnchor.operations.register, { body, signature });
      }
      if (!(await isKnown(() => ledger.evaluate(witness.operations.witness, { organisation })))) {
        const ed25519 = toBase64url(identity.witness.publicKey);
        const body = { organisation, sequence: 1, ed25519, at };
        const signature = await sign(organisation, 'witness/register', body);
        await ledger.submit(witness.operations.register, { body, signature });
      }
    }),
  );
  if (await isKnown(() => ledger.evaluate(witness.operations.policy, {}))) return;
  const policy = {
    sequence: 1,
    quorum: QUORUM,
    witnesses: identities.map(({ organisation }) => organisation),
  };
  const approvers = hosted.filter(({ id, role }) => role === 'province' || id === ministry.id);
  const approvals = await Promise.all(
    approvers.map(async ({ id }) => ({ by: id, signature: await sign(id, 'witness/decide', policy) })),
  );
  await ledger.submit(witness.operations.decide, { ...policy, approvals });
}

async function isKnown(ask: () => Promise<unknown>): Promise<boolean> {
  try {
    await ask();
    return true;
  } catch (error) {
    if (error instanceof ContractError) return false;
    throw error;
  }
}
