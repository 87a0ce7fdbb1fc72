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
    id: 'sealed',
    title: { zh: '双方签署的 OFD', en: 'The OFD that both signed' },
    about: {
      zh: '同一份合同的 OFD（GB/T 33190）：劳动者在签署合同的同一动作中以自己的 SM2 密钥在其中签名；合同成立后用人单位在其上盖落款章和骑缝章。均带时间戳。',
      en: 'The same contract as OFD (GB/T 33190): in the act of signing, the worker signed inside it with the own SM2 key; after the conclusion the employer put its seal over that, at its place and over the edges. Both are time-stamped.',
    },
    files: { 'contract.ofd': { zh: '签名并盖章的劳动合同', en: 'The labor contract, signed and sealed' } },
  },
  {
    id: 'dissolution',
    title: { zh: '解除劳动合同证明', en: 'The certificate of the contract’s end' },
    about: {
      zh: '用人单位签发给劳动者的可验证凭证；旁边是省厅当时的状态列表。',
      en: 'A verifiable credential from the employer to the worker; beside it the province’s status lists of that moment.',
    },
    files: {
      'dissolution.vc.json': { zh: '解除证明', en: 'The certificate' },
      'dissolution.vc.status.json': { zh: '状态列表', en: 'Its status lists' },
    },
  },
  {
    id: 'seal',
    title: { zh: '用人单位的电子印章', en: 'The employer’s e-seal' },
    about: {
      zh: '印章数据（GB/T 38540）：印模、有效期、可用证书，由制章人签名；可离线验证。',
      en: 'Seal data (GB/T 38540): picture, period, who may seal, signed by the maker; verified offline.',
    },
    files: {
      'seal.esl': { zh: '电子印章', en: 'The e-seal' },
      'seal.state-proof.json': { zh: '印章状态的账本证明', en: 'Proof of the seal’s state' },
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
  {
    id: 'log-proof',
    title: { zh: '存证日志的证明', en: 'Proof from the evidence log' },
    about: {
      zh: '签署记录在省厅的存证日志中，其他机构见证，账本锚定；可离线验证。',
      en: 'The signed record stands in the evidence log of the province, witnessed by others and anchored on the ledger; verified offline.',
    },
    files: { 'contract.tlog-proof': { zh: '存证日志的证明', en: 'Proof from the evidence log' } },
  },
  {
    id: 'log',
    title: { zh: '存证日志', en: 'Evidence log' },
    about: {
      zh: '省厅的整个存证日志，公开格式（C2SP tlog-tiles），可用他人的工具核对。',
      en: 'The whole evidence log of the province in a public format (C2SP tlog-tiles), for the tools of others.',
    },
    files: {
      'log.vkey': { zh: '日志的验证公钥', en: 'The verifier key of the log' },
      'log/': { zh: '日志的一部分', en: 'A part of the log' },
    },
    notVerified: true,
  },
];
