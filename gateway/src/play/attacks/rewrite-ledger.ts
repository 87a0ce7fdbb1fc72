import { canonicalBytes, fromBase64url, toBase64url } from '@renxin/chaincode/canonical';
import { contracts } from '@renxin/chaincode/contracts';
import { fsck } from '@renxin/network/embedded';
import {
  headerHash,
  leafHash,
  MerkleTree,
  txIdOf,
  type BlockHeader,
  type EmbeddedConsistencyProof,
  type SignedHeader,
} from '@renxin/network/proof';
import { nativeProvider } from '@renxin/seal/native';
import type { Signer } from '@renxin/seal/signer';
import { ClassicLevel } from 'classic-level';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unattended } from '../../keys/key-ring.js';
import { Refusal } from '../../problem/index.js';
import type { AttackStep } from '../format.js';
import type { OperatorsMeans } from '../means.js';
import type { Playhouse } from '../playhouse.js';
import { onceConcluded, type Attack } from './attack.js';

/**
 * The operator rewrites history and signs it again, and shows it to the worker's wallet; then changes a stored record in
 * a copy of its directory. The real ledger is not touched.
 */
export const rewriteLedger: Attack = {
  name: 'rewrite-ledger',
  standing: (house) => (house.means === undefined ? 'impossible' : onceConcluded(house)),
  async play(house) {
    const { means, troupe } = house;
    if (means === undefined) throw new Refusal('NOT_FOUND');
    await troupe.must('worker', 'head');
    const forged = await rewriteHistory(means);
    return [
      await showForged(house, forged, {
        zh: '把改写后的账本头连同真实的旧头一起出示给钱包',
        en: 'Shows the rewritten head to the wallet, with the true earlier header',
      }),
      await showForged(
        house,
        { ...forged, earlier: forged.later, path: [] },
        {
          zh: '只出示改写后的账本，隐去旧头',
          en: 'Shows the rewritten ledger alone and hides the earlier header',
        },
      ),
      await alterDirectory(means),
    ];
  },
};

/** A second history of the last blocks: another command there, all later headers made and signed anew, and one more. */
async function rewriteHistory({ ledger, operator }: OperatorsMeans): Promise<EmbeddedConsistencyProof> {
  const head = ledger.head();
  if (head === undefined) throw new Refusal('NOT_READY');
  const last = head.header.height;
  const from = Math.max(1, last - 2);
  const leaves: Uint8Array[] = [];
  let later = head;
  for (let height = 0; height <= last + 1; height++) {
    const real = height > last ? head : await ledger.header(height);
    later = height < from ? real : await signed(rewritten(real.header, height, leaves), operator);
    leaves.push(leafHash(sm3, bytesOf(headerHash(nativeProvider, later.header))));
  }
  const path = new MerkleTree(sm3, leaves.slice(0, last + 1)).path(last).map(toBase64url);
  return { kind: 'renxin-embedded-consistency-proof', schema: 1, earlier: head, later, path };
}

/** The header of a block with another command in it, on top of the rewritten ones. */
function rewritten(real: BlockHeader, height: number, before: readonly Uint8Array[]): BlockHeader {
  const history = toBase64url(new MerkleTree(sm3, before).root);
  const root = toBase64url(sm3(canonicalBytes({ rewritten: real.commands.root })));
  const previous = toBase64url(sm3(canonicalBytes({ rewritten: real.previous })));
  return {
    ...real,
    height,
    previous,
    history,
    txId: txIdOf(nativeProvider, previous, height),
    commands: { ...real.commands, root },
  };
}

function sm3(bytes: Uint8Array): Uint8Array {
  return nativeProvider.hash('SM3', bytes);
}

function bytesOf(text: string): Uint8Array {
  return fromBase64url(text) ?? new Uint8Array();
}

async function signed(header: BlockHeader, operator: Signer): Promise<SignedHeader> {
  const { algorithm } = operator.key;
  const activation = unattended('attack', new Date());
  const signature = await operator.sign({ algorithm, message: canonicalBytes(header), activation });
  return { header, operator: operator.key, signature: toBase64url(signature) };
}

async function showForged(
  { troupe }: Playhouse,
  consistency: EmbeddedConsistencyProof,
  title: AttackStep['title'],
): Promise<AttackStep> {
  const answer = await troupe.act('worker', 'accept-head', { consistency });
  return {
    title,
    refused: !answer.ok,
    code: answer.ok ? 'ACCEPTED' : (answer.code ?? 'UNKNOWN'),
    outcome: answer.ok
      ? { zh: '钱包接受了。', en: 'The wallet accepted it.' }
      : {
          zh: '钱包记得自己见过的账本头，改写后的历史接不上。',
          en: 'The wallet remembers the header it has seen; the rewritten history does not extend it.',
        },
  };
}

/** Changes one byte of one stored command in a copy of the directory, and has it proven. */
async function alterDirectory({ directory }: OperatorsMeans): Promise<AttackStep> {
  const copy = await mkdtemp(join(tmpdir(), 'renxin-attack-'));
  try {
    await cp(directory, copy, { recursive: true, filter: (path) => !path.endsWith('LOCK') });
    await changeOneRecord(copy);
    const report = await fsck(copy, { contracts, provider: nativeProvider });
    return {
      title: { zh: '直接改动数据目录里的一条记录', en: 'Changes a stored record in the data directory' },
      refused: !report.sound,
      code: report.fault?.code ?? 'SOUND',
      outcome: report.sound
        ? { zh: '校验没有发现。', en: 'The check did not find it.' }
        : {
            zh: 'renxin fsck 重新执行每条命令，找到了被改的位置。',
            en: 'renxin fsck executed every command again and found the place.',
          },
    };
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

async function changeOneRecord(directory: string): Promise<void> {
  const db = new ClassicLevel<string, Buffer>(directory, { keyEncoding: 'utf8', valueEncoding: 'buffer' });
  try {
    const commands = { gt: 'command:', lt: 'command;', reverse: true };
    for await (const [key, value] of db.iterator(commands)) {
      if (!value.includes('"labor-contract"')) continue;
      const changed = Buffer.from(value);
      const at = changed.indexOf('"contract"');
      changed[at + 2] = (changed[at + 2] ?? 0) ^ 1;
      await db.put(key, changed);
      return;
    }
  } finally {
    await db.close();
  }
}
