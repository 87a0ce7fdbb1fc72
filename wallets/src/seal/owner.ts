import { canonicalBytes, toBase64url } from '@renxin/chaincode/canonical';
import type { PublicKey } from '@renxin/chaincode/messages';
import {
  sealAnswer,
  sealList,
  sealUseList,
  type SealAgent,
  type SealDesignRequest,
  type SealUseView,
  type SealView,
} from '../api/index.js';
import { commit, now, sign, type Holder } from '../labor-contract/party.js';
import { SealingRefused } from './sealing-refused.js';

export interface SealApplication {
  /** A random name; the owner makes it, so that a repeated call is the same application. */
  readonly seal: string;
  /** As it stands on the seal. */
  readonly name: string;
  /** official, contract, archive, … */
  readonly type: string;
  readonly agent: SealAgent;
  readonly design: SealDesignRequest;
  /** The seal that is made anew, because its certificate was renewed. */
  readonly predecessor?: string;
  /** Two of whom confirm each use: for an official seal. */
  readonly officers?: readonly { readonly officer: string; readonly key: PublicKey }[];
}

/** Applies for a seal, to be used with the owner's present certificate. @throws SealingRefused CERTIFICATE_MISSING, GatewayProblem */
export async function applyForSeal(owner: Holder, asked: SealApplication): Promise<SealView> {
  const held = await owner.keystore.certificate(owner.identifier);
  if (held === undefined) throw new SealingRefused('CERTIFICATE_MISSING');
  const { seal, name, type, agent, design, predecessor, officers } = asked;
  const digest = owner.provider.hash('SM3', canonicalBytes({ ...agent }));
  const { commitment, opening } = commit(owner, digest);
  const body = {
    seal,
    owner: owner.identifier,
    name,
    type,
    agent: commitment,
    ...(predecessor !== undefined && { predecessor }),
    ...(officers !== undefined && { officers: [...officers] }),
    at: now(owner),
  };
  const request = {
    application: await sign(owner, 'seal-record/apply', body),
    agent,
    opening,
    certificate: toBase64url(held.certificate),
    design,
  };
  return answered(owner, await owner.client.post('/api/v1/seals', 'seal', request, sealAnswer));
}

/** Puts a seal into use, suspends, resumes or revokes it. */
export async function changeSeal(
  owner: Holder,
  seal: string,
  kind: 'activate' | 'suspend' | 'resume' | 'revoke',
  reason: string,
): Promise<SealView> {
  const { changes } = await sealOf(owner, seal);
  const body = { seal, number: changes + 1, by: owner.identifier, reason, at: now(owner) };
  const change = await sign(owner, `seal-record/${kind}`, body);
  const path = `/api/v1/seals/${seal}/changes`;
  return answered(owner, await owner.client.post(path, 'seal', { kind, change }, sealAnswer));
}

export async function sealOf(owner: Holder, seal: string): Promise<SealView> {
  return (await owner.client.get(`/api/v1/seals/${seal}`, 'seal', sealAnswer)).seal;
}

/** All seals of the owner, the latest first. */
export async function sealsOf(owner: Holder): Promise<SealView[]> {
  return (await owner.client.get('/api/v1/seals', 'seal', sealList)).seals;
}

/** The use log of a seal, the latest first. */
export async function usesOf(owner: Holder, seal: string): Promise<SealUseView[]> {
  return (await owner.client.get(`/api/v1/seals/${seal}/uses`, 'seal', sealUseList)).uses;
}

async function answered(owner: Holder, answer: ReturnType<typeof sealAnswer.parse>): Promise<SealView> {
  if (answer.receipt !== undefined) await owner.headers.acceptReceipt(answer.receipt);
  return answer.seal;
}
