import type { Text } from '../language/language';

/** What an official does at this desk. */
export interface Task {
  readonly name: string;
  readonly to: string;
  readonly short: Text;
  readonly title: Text;
  readonly about: Text;
}

export const tasks: readonly Task[] = [
  {
    name: 'issue',
    to: '/issue',
    short: { zh: '签发', en: 'Issue' },
    title: { zh: '签发一份证照', en: 'Issue one certificate' },
    about: {
      zh: '按类型填表，核对后签发；本省签名，账本记录承诺值。',
      en: 'Fill in the form of its type, check your answers, issue. The province signs; the ledger keeps a commitment.',
    },
  },
  {
    name: 'imports',
    to: '/imports',
    short: { zh: '批量', en: 'Bulk' },
    title: { zh: '批量签发', en: 'Issue in bulk' },
    about: {
      zh: '上传 CSV 或 NDJSON，先看校验报告，再签发；可以离开，随时再找到。',
      en: 'Upload CSV or NDJSON, read the validation report, then issue; leave it and find it again at any time.',
    },
  },
  {
    name: 'certificates',
    to: '/certificates',
    short: { zh: '查询', en: 'Search' },
    title: { zh: '查询证照，办理变动', en: 'Find a certificate and decide about it' },
    about: {
      zh: '按证书编号或持证人查询，须说明用途；暂扣、发还、撤销、取消转出。',
      en: 'By number or by holder, with a stated purpose; suspend, give back, revoke, withdraw a transfer.',
    },
  },
  {
    name: 'transfers',
    to: '/transfers',
    short: { zh: '转入', en: 'Transfers' },
    title: { zh: '受理转入', en: 'Take certificates over' },
    about: {
      zh: '外省转来的证照：看内容，受理或不受理，先看后果再决定。',
      en: 'Certificates sent here by other provinces: look, accept or refuse, with the effect shown first.',
    },
  },
  {
    name: 'accreditations',
    to: '/accreditations',
    short: { zh: '资质', en: 'Accreditations' },
    title: { zh: '签发机构的资质', en: 'Accreditations of issuers' },
    about: {
      zh: '谁可以在哪里签发什么，可查过去任一时点；备案、暂停、撤回，先试算再提交。',
      en: 'Who may issue what and where, now or as of a past time; accredit, suspend, end, tried out first.',
    },
  },
  {
    name: 'recognitions',
    to: '/recognitions',
    short: { zh: '互认', en: 'Recognition' },
    title: { zh: '互认规则', en: 'Rules of recognition' },
    about: {
      zh: '本省承认哪些省的证照；先试算会改变什么，再提交。',
      en: 'Whose certificates count here; try out what changes, then submit.',
    },
  },
  {
    name: 'verify',
    to: '/verify',
    short: { zh: '核验', en: 'Verify' },
    title: { zh: '核验台', en: 'Verification desk' },
    about: {
      zh: '拖入文件或用摄像头扫码，报告与别处一致。',
      en: 'Drop a file or hold a code to the camera; the report is the same as everywhere.',
    },
  },
  {
    name: 'keys',
    to: '/keys',
    short: { zh: '密钥', en: 'Keys' },
    title: { zh: '密钥清单', en: 'Keys and their certificates' },
    about: {
      zh: '用途、存放处、证书到期、使用次数和逐次记录；不含任何秘密。',
      en: 'Purpose, place, end of the certificate, uses one by one; nothing secret.',
    },
  },
];
