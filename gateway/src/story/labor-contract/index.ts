import { employer } from '../../demonstration/organisations.js';
import type { JsonObject } from '@renxin/chaincode/canonical';
import type { SyntheticPerson } from '../../demonstration/people.js';
import { act, notRefused } from '../act.js';
import { keepWithStatus } from '../certificates/artefacts.js';
import { laborContractArtefacts } from './artefacts.js';
import { draftOf, termsOf } from './drafting.js';
import { at, own } from './own.js';
import { sealSteps } from './seal.js';
import { signing } from './signing.js';
import { keepLog } from '../evidence-log.js';
import type { Stage } from '../stage.js';
import type { Story } from '../story.js';

export const laborContract: Story = {
  id: 'labor-contract',
  title: {
    zh: '用人单位与劳动者订立电子劳动合同',
    en: 'An employer and a worker conclude an electronic labor contract',
  },
  about: {
    zh: '约三分钟。每点一次执行一步，都是真实调用；其中几步本来就应当被拒绝。需要签名时，由你看完每一页再决定。',
    en: 'About three minutes. Each click plays one step with its real calls; some steps have to be refused. Where a signature is due, you look at every page and decide.',
  },
  artefacts: laborContractArtefacts,
  steps: [
    {
      id: 'identity',
      role: 'worker',
      title: {
        zh: '劳动者核验身份（电子社保卡沙箱），登记一把只用于本单位的密钥，并取得证书',
        en: 'The worker proves identity (sandbox of the e-social-security card), registers a key for this employer alone and gets a certificate',
      },
      expected: 'done',
      async run(stage) {
        own(stage).person = await stage.troupe.must<SyntheticPerson>('worker', 'introduce');
        return act(stage, 'worker', 'enrol', { towards: employer.id }, (result) => {
          own(stage).worker = (result as { identifier: string }).identifier;
          return {
            zh: '身份已核验，密钥已上链登记；账本上只有一个随机标识。',
            en: 'Identity proven, key on the ledger; the ledger holds a random identifier only.',
          };
        });
      },
    },
    ...sealSteps,
    {
      id: 'probation-too-long',
      role: 'employer',
      title: {
        zh: '用人单位提出两年期合同、六个月试用期',
        en: 'The employer proposes six months’ probation on a two-year term',
      },
      expected: 'TERMS_REFUSED',
      async run(stage) {
        const terms = await termsOf(stage);
        const tooLong = { ...terms, probation: { months: 6, wage: 850_000 } };
        return act(stage, 'employer', 'draft', await draftOf(stage, tooLong), () => notRefused, {
          zh: '被拒绝：劳动合同法第十九条，一年以上不满三年的合同试用期不得超过二个月。',
          en: 'Refused: Labor Contract Law article 19 allows two months on a term of one to three years.',
        });
      },
    },
    {
      id: 'draft',
      role: 'employer',
      title: { zh: '用人单位按模板起草合同', en: 'The employer drafts the contract from the template' },
      expected: 'done',
      async run(stage) {
        const terms = await termsOf(stage);
        own(stage).terms = terms;
        const draft = await draftOf(stage, terms);
        own(stage).contract = draft.contract;
        return act(stage, 'employer', 'draft', draft, () => ({
          zh: '条款符合法律，草稿已登记。',
          en: 'The terms pass the law; the draft is recorded.',
        }));
      },
    },
    {
      id: 'lock-before-disclosure',
      role: 'employer',
      title: {
        zh: '用人单位想在告知劳动者之前锁定文件',
        en: 'The employer tries to fix the document before the worker was told',
      },
      expected: 'DISCLOSURE_MISSING',
      run: (stage) =>
        act(stage, 'employer', 'lock', { contract: own(stage).contract, version: 1 }, () => notRefused, {
          zh: '被拒绝：签署前须先告知（订立指引第六条）。',
          en: 'Refused: the worker has to be told first (guidance article 6).',
        }),
    },
    {
      id: 'disclosure',
      role: 'worker',
      title: {
        zh: '劳动者阅读签署前告知并确认',
        en: 'The worker reads what is told before signing, and acknowledges',
      },
      expected: 'done',
      run: (stage) =>
        act(stage, 'worker', 'acknowledge-disclosure', { contract: own(stage).contract }, () => ({
          zh: '告知书的版本和哈希已记录。',
          en: 'Version and hash of the text are recorded.',
        })),
    },
    {
      id: 'lock',
      role: 'employer',
      title: { zh: '用人单位锁定待签文件', en: 'The employer fixes the document to be signed' },
      expected: 'done',
      run: (stage) =>
        act(stage, 'employer', 'lock', { contract: own(stage).contract, version: 1 }, () => ({
          zh: '从此双方签的只能是这份文件。',
          en: 'From here on both sign these bytes and no others.',
        })),
    },
    signing(
      'worker-signs',
      'worker',
      0,
      { zh: '劳动者阅读每一页并签名', en: 'The worker reads every page and signs' },
      {
        zh: '一次确认，签下文件签名和账本消息。',
        en: 'One confirmation made the document signature and the ledger message.',
      },
    ),
    signing(
      'employer-seals',
      'employer',
      0,
      { zh: '用人单位签名（盖章）', en: 'The employer signs' },
      {
        zh: '双方签名、两枚可信时间戳齐备：合同成立，并已上链。',
        en: 'Both signatures and two time-stamps are there: the contract is concluded, and anchored.',
      },
    ),
    {
      id: 'seal-ofd',
      role: 'employer',
      title: {
        zh: '用人单位在合同的 OFD 上盖章：落款处一枚，骑缝一枚',
        en: 'The employer seals the contract’s OFD: at its place, and over the edges of all pages',
      },
      expected: 'done',
      run: (stage) =>
        act(stage, 'employer', 'seal-contract', at(stage, 0), () => ({
          zh: '已盖章并加盖时间戳，用印已上链登记；劳动者的签名在 PDF 里。',
          en: 'Sealed and time-stamped, the use is on the ledger; the worker’s signature is in the PDF.',
        })),
    },
    {
      id: 'sign-again',
      role: 'worker',
      title: {
        zh: '有人想用另一份签名再次订立',
        en: 'Somebody tries to conclude it again with another signature',
      },
      expected: 'ALREADY_SIGNED',
      run: (stage) =>
        act(
          stage,
          'worker',
          'sign',
          { contract: own(stage).contract, amendment: 0, seen: allPages },
          () => notRefused,
          {
            zh: '被拒绝：合同已经成立，不能重复订立。',
            en: 'Refused: the contract is concluded already.',
          },
        ),
    },
    {
      id: 'deliver',
      role: 'employer',
      title: { zh: '用人单位通知劳动者', en: 'The employer notifies the worker' },
      expected: 'done',
      run: (stage) =>
        act(stage, 'employer', 'deliver', at(stage, 0), () => ({
          zh: '通知的时间和方式已记录。',
          en: 'Time and channel are recorded.',
        })),
    },
    {
      id: 'acknowledge',
      role: 'worker',
      title: {
        zh: '劳动者免费下载合同并确认收到',
        en: 'The worker downloads the contract free of charge and acknowledges',
      },
      expected: 'done',
      async run(stage) {
        const result = await act(stage, 'worker', 'acknowledge', at(stage, 0), () => ({
          zh: '合同、签名和时间戳都在劳动者手里了。',
          en: 'The worker holds the contract, the signatures and the time-stamps.',
        }));
        if (result.came === 'done') await keepDownloads(stage);
        return result;
      },
    },
    {
      id: 'amend',
      role: 'employer',
      title: {
        zh: '双方协商涨薪：用人单位提出变更',
        en: 'A raise is agreed: the employer proposes an amendment',
      },
      expected: 'done',
      async run(stage) {
        const terms = own(stage).terms;
        if (terms === undefined) throw new TypeError('no terms');
        const raised = { ...terms, wage: { ...terms.wage, amount: 1_050_000 } };
        return act(
          stage,
          'employer',
          'propose-amendment',
          { contract: own(stage).contract, terms: raised },
          () => ({
            zh: '变更协议已生成，双方签名后才生效。',
            en: 'The amendment is drawn up; it counts once both have signed.',
          }),
        );
      },
    },
    signing(
      'worker-signs-amendment',
      'worker',
      1,
      { zh: '劳动者阅读变更协议并签名', en: 'The worker reads the amendment and signs' },
      { zh: '已签名。', en: 'Signed.' },
    ),
    signing(
      'employer-signs-amendment',
      'employer',
      1,
      { zh: '用人单位签名，变更成立', en: 'The employer signs; the amendment is concluded' },
      {
        zh: '变更已成立并上链（劳动合同法第三十五条）。',
        en: 'The amendment is concluded and anchored (article 35).',
      },
    ),
    {
      id: 'dissolve',
      role: 'employer',
      title: { zh: '双方协商一致解除：用人单位先签', en: 'Both agree to end it: the employer signs first' },
      expected: 'done',
      run: (stage) =>
        act(
          stage,
          'employer',
          'propose-dissolution',
          { contract: own(stage).contract, ground: '36', on: own(stage).terms?.endDate },
          () => ({
            zh: '等待劳动者签名（第三十六条需双方一致）。',
            en: 'Waiting for the worker (article 36 needs both).',
          }),
        ),
    },
    {
      id: 'agree',
      role: 'worker',
      title: {
        zh: '劳动者同意解除，解除证明的内容上链承诺',
        en: 'The worker agrees; the certificate of the end is committed to',
      },
      expected: 'done',
      run: (stage) =>
        act(stage, 'worker', 'agree-dissolution', { contract: own(stage).contract }, () => ({
          zh: '合同已解除，文本至少再保存二年。',
          en: 'Dissolved; the text is kept for at least two more years.',
        })),
    },
    {
      id: 'end-certificate',
      role: 'worker',
      title: {
        zh: '用人单位自动签发解除证明（可验证凭证），劳动者的钱包收下',
        en: 'The employer issues the certificate of the end by itself, as a verifiable credential; the worker’s wallet receives it',
      },
      expected: 'done',
      async run(stage) {
        let received: JsonObject | undefined;
        const input = { contract: own(stage).contract, towards: 'gd' };
        const result = await act(stage, 'worker', 'receive-end-certificate', input, (value) => {
          received = (value as { credential: JsonObject }).credential;
          return {
            zh: '解除合同时出具（实施条例第二十四条），不写理由；省厅会签并上链，可离线核验。',
            en: 'Issued when the contract ends (implementing regulation article 24), without a reason; countersigned by the province, on the ledger, and verified offline.',
          };
        });
        if (received !== undefined) await keepWithStatus(stage, 'dissolution.vc', received, received);
        return result;
      },
    },
    {
      id: 'early-deletion',
      role: 'employer',
      title: { zh: '用人单位想提前删除合同', en: 'The employer tries to delete the contract early' },
      expected: 'RETENTION_NOT_OVER',
      run: (stage) =>
        act(stage, 'employer', 'dispose', { contract: own(stage).contract }, () => notRefused, {
          zh: '被拒绝：已解除的合同文本至少保存二年（第五十条）。',
          en: 'Refused: the text of an ended contract is kept for at least two years (article 50).',
        }),
    },
    {
      id: 'bundle',
      role: 'arbitration',
      title: { zh: '为仲裁导出证据包', en: 'An evidence bundle is exported for arbitration' },
      expected: 'done',
      async run(stage) {
        const answer = await act(
          stage,
          'worker',
          'export',
          { contract: own(stage).contract, purpose: 'arbitration' },
          (result) => {
            const { bundle, proof } = result as { bundle: string; proof: unknown };
            stage.keep('contract.evidence.zip', new Uint8Array(Buffer.from(bundle, 'base64url')));
            stage.keep('contract.state-proof.json', new TextEncoder().encode(proof as string));
            return {
              zh: '证据包可以离线核验，导出本身也已上链。',
              en: 'The bundle verifies offline; the export itself is on the ledger.',
            };
          },
        );
        return answer;
      },
    },
    {
      id: 'log-proof',
      role: 'worker',
      title: {
        zh: '劳动者取得存证日志的证明，并下载日志本身',
        en: 'The worker gets the proof from the evidence log, and the log itself',
      },
      expected: 'done',
      async run(stage) {
        const answer = await act(stage, 'worker', 'log-proof', at(stage, 0), (proof) => {
          stage.keep('contract.tlog-proof', new Uint8Array(Buffer.from(proof as string, 'base64url')));
          return {
            zh: '条目在日志中，其他机构已见证，账本已锚定；任何人可用公开工具核对整个日志。',
            en: 'The entry is in the log, the others have witnessed it and the ledger anchored it; anybody can check the whole log with public tools.',
          };
        });
        if (answer.came === 'done') await keepLog(stage);
        return answer;
      },
    },
  ],
};

const allPages: readonly number[] = Array.from({ length: 64 }, (_, i) => i);

async function keepDownloads(stage: Stage): Promise<void> {
  const files = await stage.troupe.must<Record<string, string>>('worker', 'download', at(stage, 0));
  for (const [name, bytes] of Object.entries(files))
    stage.keep(name, new Uint8Array(Buffer.from(bytes, 'base64url')));
}
