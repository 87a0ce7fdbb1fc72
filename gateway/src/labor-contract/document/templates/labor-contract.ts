import type { Block, Template } from '../template.js';

/**
 * Labor contracts with the clauses of 劳动合同法 art. 17, one for each kind of term. The text of a published version never
 * changes: a new text is a new version.
 */

export const fixedTermContract: Template = laborContract(
  'renxin-labor-contract-fixed-term',
  'FIXED',
  '劳动合同（固定期限）',
  [item('本合同为{{/termType}}劳动合同，自{{/startDate}}起至{{/endDate}}止。')],
);

export const openEndedContract: Template = laborContract(
  'renxin-labor-contract-open-ended',
  'OPEN_ENDED',
  '劳动合同（无固定期限）',
  [item('本合同为{{/termType}}劳动合同，自{{/startDate}}起，至法律规定的解除或者终止情形出现时止。')],
);

export const projectContract: Template = laborContract(
  'renxin-labor-contract-project',
  'PROJECT',
  '劳动合同（以完成一定工作任务为期限）',
  [
    item('本合同{{/termType}}，自{{/startDate}}起，至下列任务完成时止：{{/projectCompletion}}。'),
    item('双方预计该任务在{{/endDate}}前后完成；这个日期不是合同终止的日期。', '/endDate'),
  ],
);

export const dispatchContract: Template = laborContract(
  'renxin-labor-contract-dispatch',
  'FIXED',
  '劳动合同（劳务派遣）',
  [
    item('本合同为{{/termType}}劳动合同，自{{/startDate}}起至{{/endDate}}止。'),
    item(
      '甲方派遣乙方到{{/dispatch/host/name}}（用工单位，统一社会信用代码：{{/dispatch/host/uscc}}）工作，派遣期限自{{/dispatch/startDate}}起至{{/dispatch/endDate}}止。',
    ),
    item('甲方应当将劳务派遣协议的内容告知乙方，不得克扣用工单位按照劳务派遣协议支付给乙方的劳动报酬。'),
    item('甲方和用工单位不得向乙方收取费用。乙方享有与用工单位的劳动者同工同酬的权利。'),
    item('乙方在无工作期间，甲方按照不低于所在地人民政府规定的最低工资标准，按月支付报酬。'),
  ],
);

function laborContract(
  id: string,
  termType: 'FIXED' | 'OPEN_ENDED' | 'PROJECT',
  title: string,
  term: readonly Block[],
): Template {
  return {
    id,
    version: 1,
    kind: 'contract',
    termType,
    title,
    blocks: [
      { kind: 'title', text: title },
      { kind: 'subtitle', text: '合同编号：{{/contractNo}}' },
      ...parties(),
      {
        kind: 'paragraph',
        text: '甲乙双方根据《中华人民共和国劳动法》《中华人民共和国劳动合同法》等法律、法规，遵循合法、公平、平等自愿、协商一致、诚实信用的原则，订立本合同，共同遵守。',
      },
      ...keyTerms(),
      article('合同期限'),
      ...term,
      item('乙方自{{/workStartDate}}起为甲方工作，该日为用工之日。', '/workStartDate'),
      item('试用期为{{/probation/months}}，自合同起始日期起计算，包含在合同期限之内。', '/probation'),
      item('双方不约定试用期。', '!/probation'),
      article('工作内容和工作地点'),
      item('乙方的工作岗位为{{/jobTitle}}，工作内容为：{{/jobContent}}。'),
      item('乙方的工作地点为{{/workplace/address}}（{{/workplace/regionCode}}）。'),
      item(
        '甲方需要变更乙方的工作岗位或者工作地点的，应当与乙方协商一致，并以书面形式变更本合同；法律另有规定的，依照其规定。',
      ),
      article('工作时间和休息休假'),
      item(
        '甲方对乙方实行{{/workingTimeSystem}}，乙方每日工作不超过八小时，每周工作不超过四十小时。',
        '/workingTimeSystem=STANDARD',
      ),
      item(
        '经劳动行政部门批准（文号：{{/workingTimeApproval}}），甲方对乙方实行{{/workingTimeSystem}}。',
        '!/workingTimeSystem=STANDARD&/workingTimeApproval',
      ),
      item(
        '甲方对乙方实行{{/workingTimeSystem}}，并应当依法经劳动行政部门批准。',
        '!/workingTimeSystem=STANDARD&!/workingTimeApproval',
      ),
      item('批准文号：{{/workingTimeApproval}}。', '/workingTimeSystem=STANDARD&/workingTimeApproval'),
      item('休息休假：{{/restRules}}。'),
      item(
        '甲方安排乙方加班的，应当依法与乙方协商，并依法安排补休或者支付加班工资。乙方依法享有法定节假日、带薪年休假和其他假期。',
      ),
      article('劳动报酬'),
      item('乙方的工资形式为{{/wage/method}}，月工资为{{/wage/amount}}，税前计算。', '/wage/method=TIME'),
      item(
        '乙方的工资形式为{{/wage/method}}，税前计算；乙方提供正常劳动的，每月所得不低于{{/wage/amount}}。',
        '/wage/method=PIECE',
      ),
      item('工资构成：{{/wage/structure}}。', '/wage/structure'),
      item('乙方在试用期的月工资为{{/probation/wage}}，税前计算。', '/probation'),
      item(
        '甲方声明，本单位相同岗位最低档的月工资为{{/probation/lowestGradeWage}}。',
        '/probation/lowestGradeWage',
      ),
      item(
        '甲方在每月{{/wage/payDay}}以货币形式支付上一个月的工资；当月没有该日的，在当月最后一日支付；遇节假日或者休息日的，提前在最近的工作日支付。',
      ),
      item('甲方应当向乙方提供工资清单，不得克扣或者无故拖欠工资，支付的工资不得低于当地最低工资标准。'),
      article('社会保险和福利待遇'),
      item(
        '甲乙双方依法参加{{/socialInsurance}}，按时足额缴纳社会保险费；乙方个人应缴的部分由甲方代扣代缴。',
        '/socialInsurance',
      ),
      item('补充保险和福利待遇：{{/benefits}}。', '/benefits'),
      item('乙方患病、负伤、患职业病、生育等期间的待遇，依照国家和当地的规定执行。'),
      article('劳动保护、劳动条件和职业危害防护'),
      item('{{/protection}}。'),
      item(
        '甲方确认，乙方的岗位不产生职业病危害；情况有变化的，甲方应当如实告知乙方，并与乙方协商变更本合同。',
        '!/hazards',
      ),
      item('甲方如实告知，乙方的岗位可能产生下列职业病危害：', '/hazards'),
      { kind: 'list', field: '/hazards', when: '/hazards' },
      item('乙方应当遵守安全生产和劳动保护的规定；对违章指挥、强令冒险作业有权拒绝。'),
      article('培训和服务期', '/training'),
      item(
        '甲方出资为乙方提供下列专业技术培训：{{/training/content}}。培训费用为{{/training/cost}}。',
        '/training',
      ),
      item(
        '乙方的服务期为{{/training/serviceMonths}}，自培训结束之日起计算。乙方违反服务期约定的，违约金不超过{{/training/penalty}}，并且不超过服务期尚未履行部分所应分摊的培训费用。',
        '/training',
      ),
      article('保密和竞业限制', '/confidentiality|/nonCompete'),
      item('保密事项：{{/confidentiality}}。', '/confidentiality'),
      item(
        '乙方属于{{/nonCompete/personnel}}。自本合同解除或者终止之日起{{/nonCompete/months}}内，乙方不得在{{/nonCompete/area}}从事下列竞争业务：{{/nonCompete/scope}}。',
        '/nonCompete',
      ),
      item('在竞业限制期限内，甲方按月向乙方支付经济补偿{{/nonCompete/compensation}}。', '/nonCompete'),
      article('合同的变更、解除和终止'),
      item('甲乙双方协商一致，可以以书面形式变更或者解除本合同。'),
      item(
        '一方依法单方解除合同的，以及合同依法终止的，条件、程序和经济补偿依照《中华人民共和国劳动合同法》的规定。',
      ),
      item(
        '合同解除或者终止时，甲方应当出具解除或者终止劳动合同的证明，并在十五日内为乙方办理档案和社会保险关系转移手续；乙方应当办理工作交接。',
      ),
      article('双方约定的其他事项'),
      { kind: 'list', field: '/additions', when: '/additions' },
      { kind: 'paragraph', text: '双方没有约定其他事项。', when: '!/additions' },
      article('电子合同的订立、查阅和保存'),
      item(
        '双方一致同意采用电子形式订立本合同，使用可靠的电子签名，并附可信时间戳。本合同自双方完成电子签名时生效。',
      ),
      item(
        '本合同订立后，甲方应当及时通知乙方查收。乙方有权随时免费查看、下载和打印合同全文；乙方需要纸质文本的，甲方应当至少免费提供一份，并证明与原件一致。',
      ),
      item(
        '甲方应当完整保存本合同的文本以及身份认证、意愿确认和签名的记录，保存至合同解除或者终止后至少二年。',
      ),
      article('争议处理'),
      {
        kind: 'paragraph',
        text: '双方因本合同发生争议的，可以协商解决，也可以向调解组织申请调解；不愿调解或者调解不成的，可以向劳动人事争议仲裁委员会申请仲裁；对仲裁裁决不服的，除法律另有规定外，可以向人民法院提起诉讼。',
      },
      article('其他'),
      item(
        '本合同没有约定的事项，依照法律、法规和国家有关规定执行；本合同的约定与法律、法规不一致的，以法律、法规为准。',
      ),
      item('本合同有下列附件，与正文具有同等效力：', '/attachments'),
      { kind: 'list', field: '/attachments', when: '/attachments' },
      signatures(),
    ],
  };
}

/** Who concludes it (art. 17 items 1 and 2). */
export function parties(): readonly Block[] {
  return [
    {
      kind: 'table',
      rows: [
        row(['甲方（用人单位）', '{{/employer/name}}']),
        row(['统一社会信用代码', '{{/employer/uscc}}']),
        row(['住所', '{{/employer/domicile}}']),
        row(['法定代表人（主要负责人）', '{{/employer/legalRepresentative}}']),
        row(['联系人', '{{/employer/contact/name}}'], ['联系电话', '{{/employer/contact/phone}}']),
        row(['乙方（劳动者）', '{{/worker/name}}']),
        row(['{{/worker/idType}}', '{{/worker/idNo}}']),
        row(['住址', '{{/worker/address}}']),
        row(['手机号码', '{{/worker/mobile}}']),
      ],
    },
  ];
}

/** Where both sign. */
export function signatures(): Block {
  return {
    kind: 'signatures',
    boxes: [
      {
        party: 'employer',
        heading: '甲方（用人单位）',
        lines: ['{{/employer/name}}', '法定代表人或者主要负责人：{{/employer/legalRepresentative}}'],
        inside: '以电子签名签署，见随附的独立签名文件',
      },
      {
        party: 'worker',
        heading: '乙方（劳动者）',
        lines: ['{{/worker/name}}', '{{/worker/idType}}：{{/worker/idNo}}'],
        inside: '以电子签名签署，见随附的独立签名文件',
      },
    ],
  };
}

/** What both should look at first. It repeats the articles below in few words. */
function keyTerms(): readonly Block[] {
  return [
    { kind: 'caption', text: '请特别留意的条款' },
    {
      kind: 'table',
      rows: [
        row(['合同期限', '{{/termType}}：{{/startDate}}起至{{/endDate}}止'], '/termType=FIXED'),
        row(['合同期限', '{{/termType}}：{{/startDate}}起'], '!/termType=FIXED'),
        row(['试用期', '{{/probation/months}}，月工资{{/probation/wage}}'], '/probation'),
        row(['试用期', '无'], '!/probation'),
        row(['工作岗位', '{{/jobTitle}}']),
        row(['工作地点', '{{/workplace/address}}']),
        row(['月工资', '{{/wage/amount}}，每月{{/wage/payDay}}支付']),
        row(
          ['竞业限制', '{{/nonCompete/months}}，{{/nonCompete/area}}，每月补偿{{/nonCompete/compensation}}'],
          '/nonCompete',
        ),
        row(['竞业限制', '无'], '!/nonCompete'),
      ],
    },
  ];
}

function article(text: string, when?: string): Block {
  return when === undefined ? { kind: 'article', text } : { kind: 'article', text, when };
}

function item(text: string, when?: string): Block {
  return when === undefined ? { kind: 'item', text } : { kind: 'item', text, when };
}

/** A table row of one or two labels with their texts; a text after them is its condition. */
function row(...parts: readonly (readonly [label: string, text: string] | string)[]): {
  cells: { label: string; text: string }[];
  when?: string;
} {
  const cells: { label: string; text: string }[] = [];
  let when: string | undefined;
  for (const part of parts)
    if (typeof part === 'string') when = part;
    else cells.push({ label: part[0], text: part[1] });
  return when === undefined ? { cells } : { cells, when };
}
