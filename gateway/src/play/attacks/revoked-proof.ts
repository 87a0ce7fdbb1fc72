import { verify, type Report } from '@renxin/archive/verify';
import { nativeProvider } from '@renxin/seal/native';
import { setTimeout as pause } from 'node:timers/promises';
import { FIELDS, PURPOSE } from '../../story/consent/own.js';
import type { AttackStep } from '../format.js';
import type { Playhouse } from '../playhouse.js';
import type { Attack } from './attack.js';

/**
 * After the citizen revoked a grant, the bank shows the ledger's proof from before: authentic, and of the past. Who asks
 * for the present is told so by the verifier and by a new proof, and the data source decides by the ledger alone.
 */
export const revokedProof: Attack = {
  name: 'revoked-proof',
  standing: (house) => (house.hasPlayed('consent', 'revoke') ? 'ready' : 'waiting'),
  async play(house) {
    return [await showOldProof(house), await askAnew(house), await fetchAll(house)];
  },
};

/** Half a second, in days: older than that is not the present. */
const PRESENT = 0.5 / 86_400;

async function showOldProof(house: Playhouse): Promise<AttackStep> {
  await pause(PRESENT * 86_400_000 + 100); // right after the revocation the proof could still be that young
  const report = await reportOf(house, house.artefact('grant.state-proof.json'), PRESENT);
  const failed = report?.steps.find(({ outcome }) => outcome === 'fail' || outcome === 'not-checked');
  const isRefused = report?.verdict !== 'valid';
  return {
    title: {
      zh: '出示撤回之前的账本证明，说授权现在仍然有效',
      en: 'Shows the proof from before, and says that the grant holds now',
    },
    refused: isRefused,
    code: isRefused ? (failed?.code ?? 'UNKNOWN') : 'VALID',
    outcome: isRefused
      ? {
          zh: '证明是真的，但说的是当时；要求现状的核验方得到“无法判定”，而不是“有效”。',
          en: 'The proof is authentic, of its time; who asks for the present gets “undetermined”, not “valid”.',
        }
      : { zh: '核验方当作现状接受了。', en: 'It was taken for the present.' },
  };
}

/** Anybody whom it concerns asks the ledger for the state as it is. */
async function askAnew(house: Playhouse): Promise<AttackStep> {
  const { consent } = house.handed.consent;
  const { bytes } = await house.troupe.must<{ bytes: string }>('worker', 'consent-state-proof', { consent });
  const report = await reportOf(house, new Uint8Array(Buffer.from(bytes, 'base64url')));
  const isRevoked = report?.verdict === 'valid' && report.state === 'REVOKED';
  return {
    title: { zh: '核验方向账本要一份现在的证明', en: 'The verifier asks the ledger for a proof of now' },
    refused: isRevoked,
    code: report?.state ?? 'UNKNOWN',
    outcome: isRevoked
      ? { zh: '新证明核验通过，状态是“已撤回”。', en: 'The new proof verifies, and the state is “revoked”.' }
      : { zh: '没有看到撤回。', en: 'The revocation was not seen.' },
  };
}

async function fetchAll(house: Playhouse): Promise<AttackStep> {
  const { consent } = house.handed.consent;
  const input = { consent, purpose: PURPOSE, fields: FIELDS };
  const answer = await house.troupe.act('bank', 'consent-fetch', input);
  return {
    title: { zh: '银行凭旧证明再去取数', en: 'Relies on the old proof and fetches again' },
    refused: !answer.ok,
    code: answer.ok ? 'ACCEPTED' : (answer.code ?? 'UNKNOWN'),
    outcome: answer.ok
      ? { zh: '数据被取走了。', en: 'The data was handed out.' }
      : {
          zh: '数源单位只看账本现状，不看别人出示的证明：拒绝，并进入公民的访问记录。',
          en: 'The data source goes by the ledger’s present state, not by what is shown: refused, and in the citizen’s log.',
        },
  };
}

async function reportOf(
  { platform }: Playhouse,
  bytes: Uint8Array,
  maxAgeDays?: number,
): Promise<Report | undefined> {
  const trust = new Uint8Array(await (await fetch(`${platform}/trust.json`)).arrayBuffer());
  const options = { provider: nativeProvider, now: new Date(), trust };
  const files = [{ name: 'grant.state-proof.json', bytes }];
  const [report] = await verify(files, maxAgeDays === undefined ? options : { ...options, maxAgeDays });
  return report;
}
