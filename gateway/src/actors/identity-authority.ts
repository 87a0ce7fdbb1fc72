import { parseCitizenNumber } from '@renxin/chaincode/identifiers';
import {
  messageBytes,
  registryMessages,
  type MessageBody,
  type MessageKind,
} from '@renxin/chaincode/messages';
import { commitment } from '@renxin/seal/crypto';
import { nativeProvider } from '@renxin/seal/native';
import type { Signer } from '@renxin/seal/signer';
import { attestationRequest, type AttestationAnswer } from '@renxin/wallets/api';
import { randomBytes, randomUUID } from 'node:crypto';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { canonical, canonicalBytes, toBase64url } from '@renxin/chaincode/canonical';
import { KeyRing, unattended } from '../keys/key-ring.js';
import type { Stage } from './control.js';

/**
 * The ministry's identity authority: a sandbox that says so. It has its own directory and key; it asks no real card and
 * no real register, and accepts only synthetic people (county code 0000). Which identifiers belong to one person it
 * writes into its own file, never to the ledger.
 */
export async function identityAuthority(options: {
  readonly directory: string;
  readonly identifier: string;
  readonly passphrase: string;
  /** The ledger's name: part of everything signed. */
  readonly ledger: string;
  readonly clock: () => Date;
}): Promise<Stage> {
  const { directory, identifier, clock, ledger } = options;
  const keys = await KeyRing.open(join(directory, 'keys.json'), options.passphrase);
  await keys.ensure({ authority: 'SM2', 'officer-1': 'SM2', 'officer-2': 'SM2' });

  async function sign<K extends MessageKind>(signer: Signer, kind: K, body: MessageBody<K>): Promise<string> {
    const message = messageBytes(kind, ledger, body);
    const activation = unattended(kind, clock());
    return toBase64url(await signer.sign({ algorithm: signer.key.algorithm, message, activation }));
  }

  async function attest(value: unknown): Promise<AttestationAnswer> {
    const request = attestationRequest.parse(value);
    const number = parseCitizenNumber(request.citizenNumber);
    if (!number.ok) throw new AuthorityRefusal(number.code);
    if (number.number.slice(2, 6) !== '0000') throw new AuthorityRefusal('SANDBOX_SYNTHETIC_ONLY');
    const at = clock().toISOString();
    const requestId = randomUUID();
    const attestation = {
      identifier: request.identifier,
      towards: request.towards,
      key: request.key,
      name: request.name,
      citizenNumber: number.number,
      method: 'sandbox-social-security-card' as const,
      factors: 2,
      request: requestId,
      authority: identifier,
      at,
    };
    const attested = {
      body: attestation,
      signature: await sign(keys.signer('authority'), 'identity/attestation', attestation),
    };
    const salt = randomBytes(32);
    const binding = {
      identifier: request.identifier,
      relation: request.relation,
      towards: request.towards,
      key: request.key,
      authority: identifier,
      proof: commitment(nativeProvider, salt, nativeProvider.hash('SM3', canonicalBytes(attested))),
      at,
    };
    const line = canonical({ attested, salt: toBase64url(salt) });
    await appendFile(join(directory, 'bindings.ndjson'), line + '\n', { mode: 0o600 });
    return {
      sandbox: true,
      binding: { body: binding, signature: await sign(keys.signer('authority'), 'registry/bind', binding) },
      attestation: attested,
    };
  }

  return {
    takeCalls: () => [],
    acts: {
      registration: async () => ({
        key: keys.signer('authority').key,
        officers: ['officer-1', 'officer-2'].map((id) => ({ id, key: keys.signer(id).key })),
      }),
      found: async (value) => {
        const founding = registryMessages.founding.parse(value);
        const own = founding.founders.find(({ id }) => id === identifier);
        if (own?.key.point !== keys.signer('authority').key.point)
          throw new AuthorityRefusal('FOUNDER_MISSING');
        if (founding.ledger !== ledger) throw new AuthorityRefusal('FOUNDER_MISSING');
        return { signature: await sign(keys.signer('authority'), 'registry/found', founding) };
      },
    },
    open: (app) => {
      app.post('/attestations', (request, response, next) => {
        void attest(request.body)
          .then((answer) => response.json(answer))
          .catch((error: unknown) => {
            const code =
              error instanceof AuthorityRefusal
                ? error.code
                : error instanceof z.ZodError
                  ? 'BODY_INVALID'
                  : undefined;
            if (code === undefined) next(error);
            else
              response
                .status(code === 'BODY_INVALID' ? 400 : 422)
                .type('application/problem+json')
                .json(problem(code));
          });
      });
    },
  };
}

class AuthorityRefusal extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

function problem(code: string): { type: string; code: string; status: number; title: string } {
  return {
    type: `urn:renxin:problem:${code}`,
    code,
    status: code === 'BODY_INVALID' ? 400 : 422,
    title: 'The identity was not attested',
  };
}
