import type { ArtefactGroup } from '../../play/format.js';

/** What the story of the evidence leaves. */
export const evidenceArtefacts: readonly ArtefactGroup[] = [
  {
    id: 'custody',
    title: { zh: '保管链', en: 'Chain of custody' },
    about: {
      zh: '账本上同一证据包的移交记录：谁交给谁，双方签名。',
      en: 'The ledger’s record of the same bundle’s hand-overs: from whom to whom, signed by both.',
    },
    files: { 'contract.custody-proof.json': { zh: '移交记录的账本证明', en: 'Proof of the hand-overs' } },
  },
  {
    id: 'facts',
    title: { zh: '查证事实说明', en: 'Statement of facts' },
    about: {
      zh: '平台应仲裁委请求对登记事实的签名说明。',
      en: 'The platform’s signed answer to the commission about what its records say.',
    },
    files: { 'facts.json': { zh: '查证事实说明', en: 'Statement of facts' } },
  },
  {
    id: 'archive',
    title: { zh: '归档信息包', en: 'Archive package' },
    about: {
      zh: 'BagIt 包：证据、元数据、过程信息和四性检测报告，一个文件，可离线验证。',
      en: 'A bag (BagIt): evidence, metadata, events and the four-property report in one file, verified offline.',
    },
    files: {
      'archive.zip': { zh: '归档信息包', en: 'Archive package' },
      'archive.registration.json': { zh: '归档登记的账本证明', en: 'Proof of its registration' },
    },
  },
  {
    id: 'verifier',
    title: { zh: '离线核验页', en: 'Offline verifier' },
    about: {
      zh: '一个 HTML 文件，断网即可核验；信任文件另行取得。',
      en: 'One HTML file that verifies with the network off; the trust file is brought separately.',
    },
    files: { 'verify.html': { zh: '离线核验页', en: 'Offline verifier' } },
    notVerified: true,
  },
];
