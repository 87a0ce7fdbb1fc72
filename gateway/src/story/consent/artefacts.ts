import type { ArtefactGroup } from '../../play/format.js';

/** What the story of the consent leaves. */
export const consentArtefacts: readonly ArtefactGroup[] = [
  {
    id: 'receipt',
    title: { zh: '授权回执', en: 'The consent receipt' },
    about: {
      zh: '授权、每次取数和撤回，各附账本证明，一个文件离线验证。',
      en: 'Grant, each fetch and revocation with the ledger’s proofs: one file, verified offline.',
    },
    files: { 'consent.receipt.json': { zh: '授权回执', en: 'The consent receipt' } },
  },
  {
    id: 'grant-state',
    title: { zh: '授权状态的证明', en: 'Proofs of the grant’s state' },
    about: {
      zh: '当时有效，后来已撤回：两份账本证明。',
      en: 'Active then, revoked later: two proofs by the ledger.',
    },
    files: {
      'grant.state-proof.json': { zh: '授权有效时的证明', en: 'While the grant was active' },
      'grant.revoked.state-proof.json': { zh: '撤回之后的证明', en: 'After it was revoked' },
    },
  },
];
