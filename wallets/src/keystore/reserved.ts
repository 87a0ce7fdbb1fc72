import { toBase64url } from '@renxin/chaincode/canonical';
import { messageBytes } from '@renxin/chaincode/messages';
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { personAnswer, reservedAnswer, type AttestationAnswer } from '../api/index.js';
import { GatewayUnreachable, problemOf } from '../client/index.js';
import { attest, bind, type Person } from './enrolment.js';
import type { Keys } from './keystore.js';

/** Where a wallet comes in: its keys, the identity authority, and the province's gateway with its ledger. */
export interface ComingIn {
  readonly keystore: Keys;
  readonly authority: string;
  readonly gateway: string;
  readonly ledger: string;
  readonly province: string;
  readonly clock: () => Date;
}

/**
 * Comes for the identifier under which a province issued certificates to this person before it had a wallet: proves who it
 * is with a key of its own, is told the identifier, and binds it with the province's word.
 * @returns undefined when the province reserved none, or it is bound already
 * @throws GatewayProblem with the authority's or the province's reason
 */
export async function takeReserved(
  place: ComingIn,
  person: Person,
): Promise<AttestationAnswer['attestation'] | undefined> {
  const { keystore, authority, gateway, ledger, province, clock } = place;
  const first = await attest(keystore, authority, person, 'credential', province);
  const { identifier } = first.attestation.body;
  const at = clock().toISOString();
  const body = { query: `q-${randomUUID()}`, identifier, at };
  const signer = await keystore.signer(identifier);
  const activation = { id: randomUUID(), method: 'confirmation' as const, at };
  const message = messageBytes('identity/query', ledger, body);
  const signature = toBase64url(await signer.sign({ algorithm: signer.key.algorithm, message, activation }));
  const path = `${gateway}/api/v1/e-certificates`;
  const question = { attestation: first.attestation, query: { body, signature } };
  const { reserved } = await post(`${path}/by-person`, question, personAnswer);
  if (reserved === undefined) return undefined;
  const own = await attest(keystore, authority, person, 'credential', province, reserved);
  const asked = { attestation: own.attestation, binding: own.binding.body };
  const given = await post(`${path}/holders/reserved`, asked, reservedAnswer);
  await bind(keystore, gateway, ledger, own, clock().toISOString(), given.reserved);
  return own.attestation;
}

/** Without a session: there is no registered key yet. */
async function post<T extends z.ZodType>(url: string, body: object, answer: T): Promise<z.infer<T>> {
  const headers = { 'Content-Type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) }).catch(
    (cause: unknown) => {
      throw new GatewayUnreachable('no answer', { cause });
    },
  );
  const json: unknown = await response.json();
  if (!response.ok) throw problemOf(json) ?? new GatewayUnreachable(`status ${String(response.status)}`);
  return answer.parse(json);
}
