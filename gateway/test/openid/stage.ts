import { fromBase64url, toBase64url, type JsonObject } from '@renxin/chaincode/canonical';
import { generateAssertionSigner, generateSigner } from '@renxin/seal/signer';
import { didOf } from '@renxin/wallets/e-certificate';
import { accessByCode, openOffer, receive, type BindingKey } from '@renxin/wallets/openid4vci';
import type { Awaited, Received, ReceiveOptions } from '@renxin/wallets/openid4vci';
import type { OfferAnswer } from '@renxin/wallets/api';
import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { LEDGER } from '../../src/compose.js';
import { guangdong } from '../../src/demonstration/organisations.js';
import { officialOf, said, type TestHolder } from '../certificates/stage.js';
import { today, type Instance } from '../story/instance.js';

/** A wallet of no particular make, whose keys are in no register; `keys` go with each receiving. */
export function strangersWallet(): Omit<ReceiveOptions, 'keys'> {
  return {
    fetch: (url, request) => fetch(url, request),
    clientKey: generateSigner('P-256').signer,
    activation: () => ({ id: randomUUID(), method: 'confirmation', at: new Date().toISOString() }),
    clock: () => new Date(),
  };
}

export function freshKey(algorithm: 'Ed25519' | 'P-256' | 'SM2'): BindingKey {
  if (algorithm === 'Ed25519') return { signer: generateAssertionSigner().signer };
  return { signer: generateSigner(algorithm).signer };
}

/** The key under which the register knows this holder. */
export async function registeredKey(holder: TestHolder): Promise<BindingKey> {
  const verificationMethod = `${didOf(LEDGER, holder.identifier)}#key-1`;
  return { signer: await holder.keystore.signer(holder.identifier), verificationMethod };
}

/** 广东 may issue skill certificates itself. */
export async function accreditGuangdong({ running }: Instance): Promise<void> {
  await running.composed.accredit({
    id: 'gd-skill-level',
    organisation: guangdong.id,
    type: 'vocational-skill-level',
    regions: ['44'],
    from: '2024-01-01',
    until: '2035-12-31',
  });
}

/** A certificate that the province issued itself. @returns its name */
export async function issuedByGuangdong(
  instance: Instance,
  holder: TestHolder,
  change: JsonObject = {},
): Promise<string> {
  const official = await officialOf(instance, guangdong.id);
  const certificate = `v-${randomUUID()}`;
  const request = {
    certificate,
    holder: holder.identifier,
    type: 'vocational-skill-level',
    issuedOn: today(),
    claims: said(holder, change),
  };
  const answer = z.looseObject({ certificate: z.string() });
  await official.post('/api/v1/e-certificates/own', 'certificate', request, answer);
  return certificate;
}

/** Takes an offer up. */
export async function taken(
  { link, transactionCode }: OfferAnswer,
  options: ReceiveOptions,
): Promise<Received | Awaited> {
  const offer = await openOffer(link, options);
  return receive(offer, await accessByCode(offer, transactionCode, options), options);
}

export function assertReceived(answer: Received | Awaited): asserts answer is Received {
  assert.ok('credentials' in answer);
}

/** What follows is for those who do not behave as a wallet does: calls by hand. */
export class Client {
  readonly #base: string;
  readonly key = generateSigner('P-256').signer;
  constructor(base: string) {
    this.#base = base;
  }

  /** A DPoP proof (RFC 9449), with what an attacker changes. */
  async proof(path: string, token?: string, change: JsonObject = {}): Promise<string> {
    const point = fromBase64url(this.key.key.point) ?? new Uint8Array();
    const jwk = {
      kty: 'EC',
      crv: 'P-256',
      x: toBase64url(point.subarray(1, 33)),
      y: toBase64url(point.subarray(33)),
    };
    const header = { typ: 'dpop+jwt', alg: 'ES256', jwk };
    const ath = token === undefined ? {} : { ath: createHash('sha256').update(token).digest('base64url') };
    const iat = Math.floor(Date.now() / 1000);
    const payload = { htm: 'POST', htu: this.#base + path, iat, jti: randomUUID(), ...ath, ...change };
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const input = `${part(header)}.${part(payload)}`;
    const activation = { id: 'test', method: 'unattended', at: new Date().toISOString() } as const;
    const message = new TextEncoder().encode(input);
    return `${input}.${toBase64url(await this.key.sign({ algorithm: 'P-256', message, activation }))}`;
  }

  async token(members: Record<string, string>, proof?: string): Promise<Response> {
    return fetch(`${this.#base}/oauth/token`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded',
        DPoP: proof ?? (await this.proof('/oauth/token')),
      },
      body: new URLSearchParams(members).toString(),
    });
  }

  async post(path: string, token: string, body: unknown, proof?: string): Promise<Response> {
    return fetch(this.#base + path, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Authorization: `DPoP ${token}`,
        DPoP: proof ?? (await this.proof(path, token)),
      },
      body: JSON.stringify(body),
    });
  }

  async nonce(): Promise<string> {
    const response = await fetch(`${this.#base}/openid4vci/nonce`, { method: 'POST' });
    return ((await response.json()) as { c_nonce: string }).c_nonce;
  }
}

/** `error` and our own code of an OAuth error. */
export async function refusalOf(response: Response): Promise<[error: string, code: string, status: number]> {
  const { error, code } = (await response.json()) as { error: string; code: string };
  return [error, code, response.status];
}
