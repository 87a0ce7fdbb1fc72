import type { Role } from '../../../src/play/format';

export const roles: Record<Role, { zh: string; en: string }> = {
  worker: { zh: '劳动者', en: 'Worker' },
  employer: { zh: '用人单位', en: 'Employer' },
  province: { zh: '省级平台', en: 'Province' },
  arbitration: { zh: '仲裁与法院', en: 'Arbitration and court' },
};

export const roleDuties: Record<Role, { zh: string; en: string }> = {
  worker: {
    zh: '看清每一页再签名；随时免费下载自己的合同。',
    en: 'Reads every page before signing; downloads the contract at any time, free of charge.',
  },
  employer: {
    zh: '起草合同、盖章、送达；到期前不能删除。',
    en: 'Drafts, seals and delivers; cannot delete before retention is over.',
  },
  province: {
    zh: '按法律检查条款，加盖可信时间戳，写入账本。',
    en: 'Checks the terms against the law, time-stamps, writes to the ledger.',
  },
  arbitration: {
    zh: '离线核验证据包，不必相信平台。',
    en: 'Checks the evidence bundle offline, without trusting the platform.',
  },
};

export const texts = {
  story: {
    zh: '故事一：用人单位与劳动者订立电子劳动合同',
    en: 'Story 1: an employer and a worker conclude an electronic labor contract',
  },
  play: { zh: '执行这一步', en: 'Play this step' },
  playAll: { zh: '依次执行到需要签名处', en: 'Play up to the next signature' },
  readAndSign: { zh: '阅读并签名', en: 'Read and sign' },
  reset: { zh: '重新开始', en: 'Start again' },
  expectedRefusal: { zh: '应当被拒绝：', en: 'To be refused with:' },
  asExpected: { zh: '符合预期', en: 'As expected' },
  unexpected: { zh: '不符合预期', en: 'Not as expected' },
  calls: { zh: '真实调用', en: 'Real calls' },
  from: { zh: '发起方', en: 'From' },
  call: { zh: '调用', en: 'Call' },
  answer: { zh: '应答', en: 'Answer' },
  artefacts: { zh: '产生的材料', en: 'Artefacts' },
  noArtefacts: {
    zh: '还没有材料。执行上面的步骤后会出现在这里。',
    en: 'None yet. They appear as the steps are played.',
  },
  verify: { zh: '验证', en: 'Verify' },
  download: { zh: '下载', en: 'Download' },
  progress: { zh: '已完成', en: 'Done' },
  finished: {
    zh: '故事已完成。请在下方验证材料，或尝试攻击。',
    en: 'The story is complete. Verify an artefact below, or attack.',
  },
  scene: { zh: '请逐页阅读，再决定是否签名', en: 'Read every page, then decide' },
  fingerprint: { zh: '文件指纹', en: 'Fingerprint' },
  page: { zh: '第', en: 'Page' },
  unread: { zh: '还有未显示的页，请继续往下看。', en: 'Some pages were not on the screen yet. Scroll on.' },
  signNow: { zh: '我已看完，签名', en: 'I have read it: sign' },
  notNow: { zh: '暂不签名', en: 'Not now' },
  problem: {
    zh: '这一步没有完成。请重试；若仍失败，请重新开始。',
    en: 'The step did not complete. Try again, or start again.',
  },
  attack: { zh: '攻击：改写账本', en: 'Attack: rewrite the ledger' },
  attackAbout: {
    zh: '平台运营者在自己的账本副本上改写一条历史记录并重新签名，再拿给劳动者的钱包看。',
    en: 'The operator rewrites a past record in a copy of its own ledger, signs it again, and shows it to the worker’s wallet.',
  },
  refused: { zh: '已识破并拒绝', en: 'Found and refused' },
  notRefused: { zh: '未被发现', en: 'Not found' },
} as const;
