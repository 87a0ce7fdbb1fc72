import { formatAddCheckpoint, formatTlogProof, parseCheckpoint, parseNote } from '@renxin/archive/tlog';
import { verify } from '@renxin/archive/verify';
import { canonicalBytes, toBase64url } from '@renxin/chaincode/canonical';
import { logAnchor } from '@renxin/chaincode/contracts';
import { ContractError } from '@renxin/chaincode/kernel';
import { messageBytes } from '@renxin/chaincode/messages';
import { nativeProvider } from '@renxin/seal/native';
import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { unattended } from '../../keys/key-ring.js';
import { Refusal } from '../../problem/index.js';
import type { AttackStep } from '../format.js';
import type { LogKeepersMeans } from '../means.js';
import { onceConcluded, type Attack } from './attack.js';
import { forgeLog, readLog, type ForgedLog, type ReadLog } from './forged-log.js';

/** So many invented entries that the true log has no checkpoint of that size: two of one size are an alarm that stays. */
const FAR = 1000;
const WITNESS = 'sh';

/**
 * A province changes an entry of its own evidence log and signs the log again with the log's keys: shows it to a witness,
 * to the ledger, and to somebody who verifies offline. The true log stays as it is.
 */
export const rewriteLog: Attack = {
  name: 'rewrite-log',
  standing: onceConcluded,
  async play({ platform, logKeeper }) {
    const log = await readLog(`${platform}/logs/${logKeeper.organisation}`);
    const forged = await forgeLog(log, logKeeper, log.size + FAR);
    const trust = new Uint8Array(await (await fetch(`${platform}/trust.json`)).arrayBuffer());
    return [
      await showWitness(`${platform}/logs/${WITNESS}`, log, forged),
      await showLedger(logKeeper, log),
      await showVerifier(forged, trust),
    ];
  },
};

async function showWitness(url: string, { origin }: ReadLog, forged: ForgedLog): Promise<AttackStep> {
  const old = await witnessed(url, origin);
  const body = formatAddCheckpoint({ old, path: forged.consistency(old), checkpoint: forged.note });
  const headers = { 'Content-Type': 'text/plain; charset=utf-8' };
  const response = await fetch(`${url}/add-checkpoint`, { method: 'POST', headers, body });
  const answer = response.ok ? {} : ((await response.json().catch(() => ({}))) as { code?: string });
  return {
    title: {
      zh: '请上海作为见证方共同签署改写后的日志',
      en: 'Asks Shanghai as a witness to cosign the rewritten log',
    },
    refused: !response.ok,
    code: response.ok ? 'COSIGNED' : (answer.code ?? `HTTP_${response.status}`),
    outcome: response.ok
      ? { zh: '见证方签了名。', en: 'The witness cosigned it.' }
      : {
          zh: '见证方记得自己签过的检查点：新日志不是它的延续，拒绝签署。',
          en: 'The witness remembers what it cosigned: the new log does not extend it, and it does not cosign.',
        },
  };
}

/** Anchors the changed history at the size that the ledger has: a larger one would be another log of its keeper's. */
async function showLedger(means: LogKeepersMeans, log: ReadLog): Promise<AttackStep> {
  const { organisation, ledger, signer } = means;
  const latest = await anchored(means);
  const { size, root, note, sm2 } = await forgeLog(log, means, latest.checkpoint.size);
  const body = {
    log: organisation,
    sequence: latest.sequence + 1,
    checkpoint: { size, root: toBase64url(root), signature: toBase64url(sm2) },
    note: toBase64url(nativeProvider.hash('SM3', note)),
    at: new Date().toISOString(),
  };
  const message = messageBytes('log-anchor/anchor', ledger.name, body);
  const activation = unattended('attack', new Date());
  const own = await signer.sign({ algorithm: signer.key.algorithm, message, activation });
  const code = await ledger.submit(logAnchor.operations.anchor, { body, signature: toBase64url(own) }).then(
    () => 'ANCHORED',
    (error: unknown) => {
      if (error instanceof ContractError) return error.code;
      throw error;
    },
  );
  return {
    title: {
      zh: '把改写后的检查点写进账本',
      en: 'Has the ledger anchor the rewritten checkpoint',
    },
    refused: code !== 'ANCHORED',
    code,
    outcome:
      code === 'ANCHORED'
        ? { zh: '账本接受了。', en: 'The ledger took it.' }
        : {
            zh: '账本里这个大小的日志已有另一个根：这是分叉，合约拒绝。',
            en: 'The ledger has another root for a log of this size: a fork, and the contract refuses it.',
          },
  };
}

/** The size that the witness cosigned last. Before it has seen the log it would believe whatever it is shown first. */
function witnessed(url: string, origin: string): Promise<number> {
  const hash = createHash('sha256').update(origin).digest('hex');
  return soon(async () => {
    const response = await fetch(`${url}/witnessed/${hash}/checkpoint`);
    if (!response.ok) return undefined;
    const { size } = parseCheckpoint(parseNote(new Uint8Array(await response.arrayBuffer())).text);
    return size > 0 ? size : undefined;
  });
}

/** What the ledger has of the log. */
function anchored({ organisation, ledger }: LogKeepersMeans) {
  return soon(async () => (await ledger.evaluate(logAnchor.operations.log, { log: organisation })).latest);
}

/** An entry is cosigned and anchored within seconds. */
async function soon<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await setTimeout(200);
  }
  throw new Refusal('NOT_READY');
}

/** A proof of the changed entry, as somebody would show it in court. */
async function showVerifier(forged: ForgedLog, trust: Uint8Array): Promise<AttackStep> {
  const { entry, path, note } = forged;
  const extra = canonicalBytes({ entry });
  const bytes = formatTlogProof({ extra, index: 0, path, checkpoint: note });
  const files = [{ name: 'forged.tlog-proof', bytes }];
  const [report] = await verify(files, { provider: nativeProvider, now: new Date(), trust });
  const failed = report?.steps.find(({ outcome }) => outcome === 'fail' || outcome === 'not-checked');
  const isRefused = report?.verdict !== 'valid';
  return {
    title: {
      zh: '出示改写后条目的证明，请人离线核验',
      en: 'Shows a proof of the changed entry to somebody who verifies offline',
    },
    refused: isRefused,
    code: isRefused ? (failed?.code ?? 'UNKNOWN') : 'VALID',
    outcome: isRefused
      ? {
          zh: '签名是真的，路径也对，但没有见证方共同签署：不予采信。',
          en: 'Its signature and its path are good, but no witnesses cosigned: it is not believed.',
        }
      : { zh: '核验通过了。', en: 'It verified.' },
  };
}
