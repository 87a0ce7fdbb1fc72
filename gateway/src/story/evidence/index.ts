import { factStatement, LOG_PROOF, openBundle, writeContainer } from '@renxin/archive/bundle';
import { formatTlogProof, parseTlogProof } from '@renxin/archive/tlog';
import { custodyAnswer, evidenceList, handOverAnswer } from '@renxin/wallets/api';
import { canonicalBytes } from '@renxin/chaincode/canonical';
import { nativeProvider } from '@renxin/seal/native';
import { timeStampRequest } from '@renxin/seal/tsa';
import { offlineVerifier } from '../../offline-verifier.js';
import { act, notRefused } from '../act.js';
import type { Stage } from '../stage.js';
import type { Story } from '../story.js';
import { evidenceArtefacts } from './artefacts.js';
import { stepOf, verifiedOffline } from './offline.js';
import { officially } from './official.js';

const ARBITRATION = 'gd-arbitration';
const COURT = 'gd-court';
const LISTING = {
  name: '电子劳动合同证据包（演示）',
  proves: '双方存在劳动关系，以及合同约定的期限和报酬',
  original: true,
};
const BUNDLE = 'contract.evidence.zip';
const FACTS = 'facts.json';
const REGISTRATION = 'archive.registration.json';
/** Where the contract is kept. */
const PLATFORM = 'gd';

/** Story 4: an arbitration commission and a court check the evidence of story 1. */
export const evidence: Story = {
  id: 'evidence',
  title: { zh: '仲裁委和法院核验证据', en: 'An arbitration commission and a court check evidence' },
  about: {
    zh: '劳动者把第一个故事的证据包交给仲裁委。仲裁委在从未见过本平台的机器上离线核验：证明了什么、没有证明什么。改动一个字节、换上别的文件的时间戳，都会被发现并指明。同一证据包再移交法院，最后制成归档信息包。',
    en: 'The worker brings the bundle of the first story to the arbitration commission, which verifies it offline, as on a machine that has never seen the platform: what is proven and what is not. One changed byte and a token of another file are found and named. The same bundle goes on to the court, and becomes an archive package.',
  },
  after: 'labor-contract',
  steps: [
    {
      id: 'hand-over',
      role: 'worker',
      title: {
        zh: '劳动者向仲裁委提交证据包',
        en: 'The worker submits the bundle to the arbitration commission',
      },
      expected: 'done',
      run: (stage) =>
        act(stage, 'worker', 'hand-over-evidence', toArbitration(stage), (result) => {
          own(stage).evidence = (result as { evidence: string }).evidence;
          return {
            zh: '仲裁委先核验，再签收；移交由双方签名，记入账本。',
            en: 'Verified first, then taken: the hand-over is signed by both and stands on the ledger.',
          };
        }),
    },
    {
      id: 'offline',
      role: 'arbitration',
      title: { zh: '仲裁委离线核验', en: 'The commission verifies offline' },
      expected: 'done',
      run: (stage) =>
        officially(
          stage,
          ARBITRATION,
          (client) => client.download(`/api/v1/evidence/${own(stage).evidence ?? ''}`, 'dispute'),
          async (bundle, calls) => {
            own(stage).bundle = bundle;
            const verifier = await offlineVerifier();
            if (verifier !== undefined) stage.keep('verify.html', verifier);
            const { report, calls: more } = await verifiedOffline(stage, { [BUNDLE]: bundle }, BUNDLE);
            const { notBefore, notAfter } = report.signedBetween;
            return stepOf(report, [...calls, ...more], {
              zh: `签署于 ${notBefore ?? '?'} 与 ${notAfter ?? '?'} 之间。`,
              en: `Signed between ${notBefore ?? '?'} and ${notAfter ?? '?'}.`,
            });
          },
        ),
    },
    {
      id: 'one-byte',
      role: 'anybody',
      title: { zh: '攻击：合同改动一个字节', en: 'Attack: one byte of the contract is changed' },
      expected: 'MANIFEST_DIGEST',
      async run(stage) {
        const files = new Map(openBundle(bundleOf(stage)));
        const pdf = (files.get('contract/contract.pdf') ?? new Uint8Array()).slice();
        pdf[pdf.length >> 1] = (pdf[pdf.length >> 1] ?? 0) ^ 1;
        const altered = writeContainer(files.set('contract/contract.pdf', pdf));
        const { report, calls } = await verifiedOffline(stage, { [BUNDLE]: altered }, BUNDLE);
        return stepOf(report, calls);
      },
    },
    {
      id: 'foreign-token',
      role: 'anybody',
      title: { zh: '攻击：换上另一份文件的时间戳', en: 'Attack: the time-stamp of another file is put in' },
      expected: 'TS_IMPRINT',
      async run(stage) {
        const foreign = await tokenOver(stage, 'another file');
        const files = Object.fromEntries(
          [...documentNames].map((name) => [name, stage.artefact(name)] as const),
        );
        const swapped = { ...files, 'contract.signed.sm2.tsr': foreign };
        const { report, calls } = await verifiedOffline(stage, swapped, 'contract.pdf');
        return stepOf(report, calls);
      },
    },
    {
      id: 'log-rewritten',
      role: 'anybody',
      title: { zh: '攻击：存证日志被改写', en: 'Attack: the evidence log is rewritten' },
      expected: 'LOG_NOT_INCLUDED',
      async run(stage) {
        const proof = parseTlogProof(logProofOf(stage));
        const [first = new Uint8Array(32), ...rest] = proof.path;
        const other = first.map((byte, i) => (i === 0 ? byte ^ 1 : byte));
        const rewritten = formatTlogProof({ ...proof, path: [other, ...rest] });
        const { report, calls } = await verifiedOffline(stage, logFiles(stage, rewritten), LOG);
        return stepOf(report, calls);
      },
    },
    {
      id: 'revoked-checkpoint-key',
      role: 'anybody',
      title: {
        zh: '攻击：检查点由已被撤销的密钥签名',
        en: 'Attack: a checkpoint signed by a key that was revoked before',
      },
      expected: 'LOG_KEY_PERIOD',
      async run(stage) {
        const files = logFiles(stage, logProofOf(stage));
        const { report, calls } = await verifiedOffline(stage, files, LOG, (trust) => ({
          ...trust,
          logs: (trust.logs ?? []).map((log) => ({
            ...log,
            keys: log.keys.map(({ key }) => ({ key, from: LONG_AGO, until: REVOKED })),
          })),
        }));
        return stepOf(report, calls);
      },
    },
    {
      id: 'altered-submission',
      role: 'worker',
      title: { zh: '攻击：提交改动过的证据包', en: 'Attack: an altered bundle is submitted' },
      expected: 'EVIDENCE_INVALID',
      run: (stage) =>
        act(stage, 'worker', 'submit-altered-evidence', { to: ARBITRATION }, () => notRefused, {
          zh: '不收：核验不通过，什么也没有留下。',
          en: 'Not taken: it does not verify, and nothing of it is kept.',
        }),
    },
    {
      id: 'out-of-custody',
      role: 'worker',
      title: {
        zh: '劳动者想绕过仲裁委把同一证据包再交一次',
        en: 'The worker tries to hand the same bundle over once more, past the commission',
      },
      expected: 'NOT_CUSTODIAN',
      run: (stage) => {
        const input = { ...toArbitration(stage), to: COURT, purpose: 'court', caseNumber: COURT_CASE };
        return act(stage, 'worker', 'hand-over-again', input, () => notRefused, {
          zh: '被拒绝：证据包现在由仲裁委保管，只有它能移交。',
          en: 'Refused: the commission has the bundle now, and only it hands it on.',
        });
      },
    },
    {
      id: 'facts',
      role: 'arbitration',
      title: {
        zh: '仲裁委向平台查证事实，平台签名答复',
        en: 'The commission asks the platform for facts, and gets a signed answer',
      },
      expected: 'done',
      async run(stage) {
        const contract = stage.handed['labor-contract'].contract ?? '';
        const custody = `/api/v1/evidence/${own(stage).evidence ?? ''}/custody`;
        let bundle = '';
        const asked = await officially(
          stage,
          ARBITRATION,
          (client) => client.get(custody, 'dispute', custodyAnswer),
          (answer, calls) => {
            bundle = answer.bundle;
            return { came: 'done', calls, outcome: notRefused };
          },
        );
        if (asked.came !== 'done') return asked;
        const request = {
          statement: `f-${contract.slice(3)}`,
          bundle,
          purpose: 'arbitration',
          caseNumber: toArbitration(stage).caseNumber,
          facts: ['parties', 'conclusion', 'amendments', 'state', 'delivery'],
        };
        return officially(
          stage,
          ARBITRATION,
          (client) =>
            client.post(
              `/api/v1/labor-contracts/${contract}/fact-statements`,
              'dispute',
              request,
              factStatement,
            ),
          async (statement, calls) => {
            const bytes = canonicalBytes(statement);
            stage.keep(FACTS, bytes);
            const { report, calls: more } = await verifiedOffline(stage, { [FACTS]: bytes }, FACTS);
            return stepOf(report, [...asked.calls, ...calls, ...more], {
              zh: '只答复收到证据包的机构；从此也在证据包里，并与账本核对。',
              en: 'Answered to who was given the bundle alone; from now on part of the bundle, and compared with the ledger.',
            });
          },
          PLATFORM,
        );
      },
    },
    {
      id: 'forward',
      role: 'arbitration',
      title: { zh: '仲裁委把同一证据包移交法院', en: 'The commission hands the same bundle to the court' },
      expected: 'done',
      run: (stage) =>
        officially(
          stage,
          ARBITRATION,
          (client) =>
            client.post(
              `/api/v1/evidence/${own(stage).evidence ?? ''}/forward`,
              'dispute',
              { to: COURT, purpose: 'court', caseNumber: COURT_CASE },
              handOverAnswer,
            ),
          (_, calls) => ({
            came: 'done',
            calls,
            outcome: {
              zh: '法院自行核验后签收；两次移交都在账本上。',
              en: 'The court verified it itself and took it; both hand-overs stand on the ledger.',
            },
          }),
        ),
    },
    {
      id: 'court',
      role: 'court',
      title: {
        zh: '法院按摘要调取，核对保管链',
        en: 'The court retrieves it by its digest and checks the trail',
      },
      expected: 'done',
      run(stage) {
        const name = own(stage).evidence ?? '';
        return officially(
          stage,
          COURT,
          async (client) => ({
            bundle: await client.download(`/api/v1/evidence/${name}`, 'dispute'),
            custody: await client.get(`/api/v1/evidence/${name}/custody`, 'dispute', custodyAnswer),
            list: await client.get('/api/v1/evidence', 'dispute', evidenceList),
          }),
          async ({ bundle, custody, list }, calls) => {
            const isSame = Buffer.from(bundle).equals(Buffer.from(bundleOf(stage)));
            const isListed = list.evidence.some((entry) => entry.evidence === name);
            if (!isSame || !isListed || custody.handOvers.length !== 2) {
              return { came: 'EVIDENCE_DIFFERS', calls, outcome: notRefused };
            }
            stage.keep('contract.custody-proof.json', canonicalBytes(custody.proof));
            const { report, calls: more } = await verifiedOffline(stage, { [BUNDLE]: bundle }, BUNDLE);
            return stepOf(report, [...calls, ...more], {
              zh: '与仲裁委的逐字节相同，移交两次，证据清单有名称和证明目的。',
              en: 'Byte for byte the commission’s, two hand-overs, listed by name and purpose of proof.',
            });
          },
        );
      },
    },
    {
      id: 'archive',
      role: 'worker',
      title: { zh: '合同归档：制作归档信息包', en: 'The contract is archived as a package' },
      expected: 'done',
      async run(stage) {
        let bytes = new Uint8Array();
        let registration = new Uint8Array();
        const contract = stage.handed['labor-contract'].contract;
        const answer = await act(stage, 'worker', 'make-archive-package', { contract }, (result) => {
          const made = result as { bytes: string; registration: string };
          bytes = new Uint8Array(Buffer.from(made.bytes, 'base64url'));
          registration = new Uint8Array(Buffer.from(made.registration, 'base64url'));
          stage.keep('archive.zip', bytes);
          stage.keep(REGISTRATION, registration);
          return { zh: '', en: '' };
        });
        if (answer.came !== 'done') return answer;
        const { report, calls } = await verifiedOffline(
          stage,
          { 'archive.zip': bytes, [REGISTRATION]: registration },
          'archive.zip',
        );
        return stepOf(report, [...answer.calls, ...calls], {
          zh: '四性检测没有不通过的项目，须人工检查的已列明；登记在账本上。',
          en: 'No item of the four-property check fails, those left to people are named; registered on the ledger.',
        });
      },
    },
    {
      id: 'archive-altered',
      role: 'anybody',
      title: { zh: '攻击：归档信息包改动一个字节', en: 'Attack: one byte of the archive package is changed' },
      expected: 'CONTAINER_NOT_CANONICAL',
      async run(stage) {
        const bytes = stage.artefact('archive.zip').slice();
        const at = Math.max(0, Buffer.from(bytes).indexOf('%PDF-')) + 64;
        bytes[at] = (bytes[at] ?? 0) ^ 1;
        const { report, calls } = await verifiedOffline(stage, { 'archive.zip': bytes }, 'archive.zip');
        return stepOf(report, calls);
      },
    },
  ],
  artefacts: evidenceArtefacts,
};

const LOG = 'contract.tlog-proof';
const LONG_AGO = '2020-01-01T00:00:00.000Z';
const REVOKED = '2021-01-01T00:00:00.000Z';

/** The proof from the evidence log that stands in the bundle. */
function logProofOf(stage: Stage): Uint8Array {
  return openBundle(bundleOf(stage)).get(LOG_PROOF) ?? new Uint8Array();
}

function logFiles(stage: Stage, proof: Uint8Array): Record<string, Uint8Array> {
  const signed = openBundle(bundleOf(stage)).get('signatures/signed.json') ?? new Uint8Array();
  return { [LOG]: proof, 'contract.signed.json': signed };
}

const COURT_CASE = '（2026）粤演民初1号';

const documentNames = [
  'contract.pdf',
  'contract.pdf.worker.p7s',
  'contract.pdf.employer.p7s',
  'contract.signed.json',
  'contract.signed.sm2.tsr',
  'contract.signed.ecdsa.tsr',
] as const;

function own(stage: Stage) {
  return stage.handed.evidence;
}

function bundleOf(stage: Stage): Uint8Array {
  return own(stage).bundle ?? new Uint8Array();
}

function toArbitration(stage: Stage) {
  return {
    contract: stage.handed['labor-contract'].contract,
    to: ARBITRATION,
    purpose: 'arbitration',
    caseNumber: '粤演劳人仲案〔2026〕1号',
    listing: LISTING,
  };
}

/** A real token of the platform's time-stamp authority, over other bytes. */
async function tokenOver(stage: Stage, text: string): Promise<Uint8Array> {
  const digest = nativeProvider.hash('SM3', new TextEncoder().encode(text));
  const nonce = crypto.getRandomValues(new Uint8Array(8));
  const request = timeStampRequest({ digest, algorithm: 'SM3', nonce, certReq: true });
  const response = await fetch(`${stage.gatewayOf('mohrss')}/tsa`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/timestamp-query' },
    body: new Uint8Array(request),
  });
  return new Uint8Array(await response.arrayBuffer());
}
