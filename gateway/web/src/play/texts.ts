import type { PlayedCall, Role } from '../../../src/play/format';
import type { Text } from '../language/language';

export const roles: Record<Role, Text> = {
  worker: { zh: '劳动者', en: 'Worker' },
  employer: { zh: '用人单位', en: 'Employer' },
  province: { zh: '省级平台', en: 'Province' },
  arbitration: { zh: '仲裁与法院', en: 'Arbitration and court' },
};

export const callers: Record<PlayedCall['from'], Text> = {
  ...roles,
  'identity-authority': { zh: '身份机构', en: 'Identity authority' },
  gateway: { zh: '平台', en: 'Platform' },
};

export const roleDuties: Record<Role, Text> = {
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
  storyAbout: {
    zh: '约三分钟。每点一次执行一步，都是真实调用；其中几步本来就应当被拒绝。需要签名时，由你看完每一页再决定。',
    en: 'About three minutes. Each click plays one step with its real calls; some steps have to be refused. Where a signature is due, you look at every page and decide.',
  },
  reading: { zh: '正在读取进度……', en: 'Reading the progress…' },
  play: { zh: '执行这一步', en: 'Play this step' },
  playOn: { zh: '连续执行', en: 'Play on' },
  playOnAbout: { zh: '连续执行会在需要签名处停下。', en: '“Play on” stops where a signature is due.' },
  readAndSign: { zh: '阅读并签名', en: 'Read and sign' },
  reset: { zh: '重新开始', en: 'Start again' },
  refresh: { zh: '读取最新进度', en: 'Read the progress again' },
  expectedRefusal: { zh: '应当被拒绝：', en: 'To be refused with: ' },
  asExpected: { zh: '完成', en: 'Done' },
  refusedAsExpected: { zh: '已按预期拒绝', en: 'Refused, as expected' },
  unexpected: { zh: '不符合预期', en: 'Not as expected' },
  running: { zh: '正在执行……', en: 'Running…' },
  calls: { zh: '真实调用', en: 'Real calls' },
  from: { zh: '发起方', en: 'From' },
  call: { zh: '调用', en: 'Call' },
  answer: { zh: '应答', en: 'Answer' },
  time: { zh: '毫秒', en: 'ms' },
  artefacts: { zh: '产生的材料', en: 'Artefacts' },
  noArtefacts: {
    zh: '还没有材料。请执行上面的步骤：劳动者收到合同后，材料会出现在这里。',
    en: 'None yet. Play the steps above: once the worker has the contract, the artefacts appear here.',
  },
  verify: { zh: '验证', en: 'Verify' },
  download: { zh: '下载', en: 'Download' },
  progress: { zh: '已完成', en: 'Done' },
  steps: { zh: '步', en: 'steps' },
  finished: {
    zh: '故事已完成。接下来：验证一份材料，或者试试攻击。',
    en: 'The story is complete. Next: verify an artefact, or try an attack.',
  },
  storyBroken: {
    zh: '有步骤不符合预期。请展开它的真实调用查看原因，再“重新开始”。',
    en: 'A step did not end as expected. Open its real calls to see why, then “Start again”.',
  },
} as const;

export const families = {
  document: {
    title: { zh: '劳动合同', en: 'The labor contract' },
    about: {
      zh: 'PDF、双方签名、签署记录和两枚时间戳，一起验证。',
      en: 'PDF, both signatures, their record and two time-stamps, verified together.',
    },
  },
  bundle: {
    title: { zh: '证据包', en: 'Evidence bundle' },
    about: {
      zh: '合同的全部证据：一个文件，可离线验证。',
      en: 'All evidence of the contract in one file, verified offline.',
    },
  },
  state: {
    title: { zh: '合同现状的证明', en: 'Proof of the contract’s state' },
    about: {
      zh: '账本对合同当前状态的证明。',
      en: 'The ledger’s proof of the state that the contract is in.',
    },
  },
} as const;
