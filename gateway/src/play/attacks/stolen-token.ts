import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { createHash, randomUUID } from 'node:crypto';
import type { AttackStep, Bilingual } from '../format.js';
import { onceConcluded, type Attack } from './attack.js';

/** One call of the worker's wallet as it went over the wire. */
interface Overheard {
  readonly url: string;
  readonly authorization: string;
  readonly proof: string;
}

/** Somebody overhears a whole call of the worker's wallet, its access token and its proof, and tries to use them. */
export const stolenToken: Attack = {
  name: 'stolen-token',
  standing: onceConcluded,
  async play({ troupe, handed, platform }) {
    const { contract } = handed['labor-contract'];
    const { url, authorization, proof } = await troupe.must<Overheard>('worker', 'overheard', { contract });
    const token = authorization.replace(/^DPoP /, '');
    const thief = await thiefsProof(url, token);
    const elsewhere = url.replace(/\/orgs\/[^/]+\//, '/orgs/sh/');
    const theirs = await thiefsProof(elsewhere, token);
    return [
      await attempt(
        { zh: '只带偷来的令牌，没有持有证明', en: 'Sends the stolen token without a proof of possession' },
        url,
        { Authorization: authorization },
      ),
      await attempt(
        { zh: '连同偷听到的持有证明原样再发一次', en: 'Sends the overheard call again, proof and all' },
        url,
        { Authorization: authorization, DPoP: proof },
      ),
      await attempt(
        { zh: '用偷听到的证明去做另一件事', en: 'Uses the overheard proof for another call' },
        `${platform}/orgs/gd/api/v1/labor-contracts/${contract}/identity`,
        { Authorization: authorization, DPoP: proof },
      ),
      await attempt(
        { zh: '用小偷自己的密钥做一个新证明', en: 'Makes a new proof with the thief’s own key' },
        url,
        { Authorization: authorization, DPoP: thief },
      ),
      await attempt({ zh: '拿到另一个省去用', en: 'Tries the token in another province' }, elsewhere, {
        Authorization: authorization,
        DPoP: theirs,
      }),
    ];
  },
};

async function attempt(
  title: Bilingual,
  url: string,
  headers: Readonly<Record<string, string>>,
): Promise<AttackStep> {
  const response = await fetch(url, { headers: { ...headers, 'Renxin-Purpose': 'rights' } });
  const answer = (await response.json()) as { code?: string; title?: string; title_zh?: string };
  return {
    title,
    refused: !response.ok,
    code: response.ok ? 'ACCEPTED' : (answer.code ?? 'UNKNOWN'),
    outcome: response.ok
      ? { zh: '平台给出了合同。', en: 'The platform handed the contract out.' }
      : { zh: `${answer.title_zh ?? '被拒绝'}。`, en: `${answer.title ?? 'Refused'}.` },
  };
}

/** A proof as RFC 9449 section 4.2 has it, by a key that the thief made: the token names another one. */
async function thiefsProof(htu: string, token: string): Promise<string> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const ath = createHash('sha256').update(token).digest('base64url');
  return new SignJWT({ htm: 'GET', htu, ath })
    .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk: await exportJWK(publicKey) })
    .setIssuedAt()
    .setJti(randomUUID())
    .sign(privateKey);
}
