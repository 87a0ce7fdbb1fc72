import type { ArtefactGroup } from '../../play/format.js';

/** What the story of the labor contract leaves. */
export const laborContractArtefacts: readonly ArtefactGroup[] = [
  {
    id: 'document',
    title: { zh: '劳动合同', en: 'The labor contract' },
    about: {
      zh: 'PDF、双方签名、签署记录和两枚时间戳，一起验证。',
      en: 'PDF, both signatures, their record and two time-stamps, verified together.',
    },
    files: {
      'contract.pdf': { zh: '劳动合同', en: 'The labor contract' },
      'contract.pdf.worker.p7s': { zh: '劳动者的签名', en: 'The worker’s signature' },
      'contract.pdf.employer.p7s': { zh: '用人单位的签名', en: 'The employer’s signature' },
      'contract.signed.json': { zh: '签署记录', en: 'The signed-contract record' },
      'contract.signed.sm2.tsr': { zh: '国密时间戳', en: 'SM2 time-stamp' },
      'contract.signed.ecdsa.tsr': { zh: '国际算法时间戳', en: 'ECDSA time-stamp' },
    },
  },
  {
    id: 'bundle',
    title: { zh: '证据包', en: 'Evidence bundle' },
    about: {
      zh: '合同的全部证据：一个文件，可离线验证。',
      en: 'All evidence of the contract in one file, verified offline.',
    },
    files: { 'contract.evidence.zip': { zh: '证据包', en: 'Evidence bundle' } },
  },
  {
    id: 'state',
    title: { zh: '合同现状的证明', en: 'Proof of the contract’s state' },
    about: {
      zh: '账本对合同当前状态的证明。',
      en: 'The ledger’s proof of the state that the contract is in.',
    },
    files: { 'contract.state-proof.json': { zh: '合同现状的账本证明', en: 'Proof of the contract’s state' } },
  },
];
