import type { PlayedCall, Role } from '../../../src/play/format';
import type { Text } from '../language/language';

export const roles: Record<Role, Text> = {
  worker: { zh: '劳动者', en: 'Worker' },
  citizen: { zh: '公民', en: 'Citizen' },
  employer: { zh: '用人单位', en: 'Employer' },
  bank: { zh: '银行', en: 'Bank' },
  assessor: { zh: '评价机构', en: 'Assessor' },
  province: { zh: '广东（本省）', en: 'Guangdong (this province)' },
  'other-province': { zh: '上海（外省）', en: 'Shanghai (another province)' },
  ministry: { zh: '人社部', en: 'Ministry' },
  arbitration: { zh: '仲裁委员会', en: 'Arbitration commission' },
  court: { zh: '人民法院', en: 'Court' },
  anybody: { zh: '任何人', en: 'Anybody' },
};

export const callers: Record<PlayedCall['from'], Text> = {
  worker: { zh: '劳动者', en: 'Worker' },
  employer: { zh: '用人单位', en: 'Employer' },
  bank: { zh: '银行', en: 'Bank' },
  assessor: { zh: '评价机构', en: 'Assessor' },
  'identity-authority': { zh: '身份机构', en: 'Identity authority' },
  gateway: { zh: '平台', en: 'Platform' },
  visitor: { zh: '任何人', en: 'Anybody' },
};

/** The four kinds of users. */
export const users: readonly { readonly title: Text; readonly duties: Text }[] = [
  {
    title: { zh: '劳动者和公民', en: 'Workers and citizens' },
    duties: {
      zh: '看清每一页再签名；自己决定谁能用自己的数据；随时免费下载。',
      en: 'Read every page before signing, decide who may use their data, download free of charge.',
    },
  },
  {
    title: { zh: '单位', en: 'Employers, banks, assessors' },
    duties: {
      zh: '用人单位、银行和评价机构：用自己的密钥起草、签发、申请；越权即被拒绝。',
      en: 'Draft, issue and ask with their own keys; what goes beyond their right is refused.',
    },
  },
  {
    title: { zh: '人社部门', en: 'Ministry and provinces' },
    duties: {
      zh: '按法律检查条款，加盖可信时间戳，写入账本；跨省互认。',
      en: 'Check against the law, time-stamp, write to the ledger; recognise each other.',
    },
  },
  {
    title: { zh: '仲裁与法院', en: 'Arbitration and court' },
    duties: {
      zh: '离线核验证据，不必相信平台。',
      en: 'Check evidence offline, without trusting the platform.',
    },
  },
];

export const texts = {
  stories: { zh: '执行故事', en: 'Play the stories' },
  chooseStory: { zh: '选择故事', en: 'Choose a story' },
  story: { zh: '故事{n}：', en: 'Story {n}: ' },
  waitsFor: {
    zh: '这个故事要用到前一个故事的结果。请先完成：',
    en: 'This story uses what another one leaves. Finish first: ',
  },
  reading: { zh: '正在读取进度……', en: 'Reading the progress…' },
  play: { zh: '执行这一步', en: 'Play this step' },
  playOn: { zh: '连续执行', en: 'Play on' },
  playOnAbout: {
    zh: '连续执行会在需要当事人决定处停下。',
    en: '“Play on” stops where somebody has to decide.',
  },
  readAndSign: { zh: '阅读并签名', en: 'Read and sign' },
  readAndDecide: { zh: '查看并决定', en: 'Look and decide' },
  reset: { zh: '重新开始', en: 'Start again' },
  refresh: { zh: '读取最新进度', en: 'Read the progress again' },
  expectedRefusal: { zh: '应当被拒绝：', en: 'To be refused with: ' },
  asExpected: { zh: '完成', en: 'Done' },
  refusedAsExpected: { zh: '已按预期拒绝', en: 'Refused, as expected' },
  declined: { zh: '已拒绝', en: 'Declined' },
  unexpected: { zh: '不符合预期', en: 'Not as expected' },
  running: { zh: '正在执行……', en: 'Running…' },
  calls: { zh: '真实调用', en: 'Real calls' },
  from: { zh: '发起方', en: 'From' },
  call: { zh: '调用', en: 'Call' },
  answer: { zh: '应答', en: 'Answer' },
  time: { zh: '毫秒', en: 'ms' },
  artefacts: { zh: '产生的材料', en: 'Artefacts' },
  noArtefacts: {
    zh: '还没有材料。请执行上面的步骤：产生的材料会出现在这里。',
    en: 'None yet. Play the steps above: what they leave appears here.',
  },
  verify: { zh: '验证', en: 'Verify' },
  download: { zh: '下载', en: 'Download' },
  progress: { zh: '已完成', en: 'Done' },
  steps: { zh: '步', en: 'steps' },
  finished: {
    zh: '故事已完成。接下来：验证一份材料，或者试试攻击。',
    en: 'The story is complete. Next: verify an artefact, or try an attack.',
  },
  storyDeclined: {
    zh: '当事人拒绝了，故事到此为止：没有人再被追问。可以“重新开始”。',
    en: 'The party declined, and the story ends here: nobody is asked again. You can “Start again”.',
  },
  storyBroken: {
    zh: '有步骤不符合预期。请展开它的真实调用查看原因，再“重新开始”。',
    en: 'A step did not end as expected. Open its real calls to see why, then “Start again”.',
  },
} as const;
