import * as checks from './checks.js';
import { look, type Check, type Seen, type Subject } from './checks.js';
import { concluded, type Checked, type FourPropertyReport, type Result, type Stage } from './report.js';

export type { Subject } from './checks.js';
export * from './report.js';

/**
 * The four-property check of a package's payload, as far as software makes it today: authenticity (1-…), integrity (2-…),
 * usability (3-…), security (4-…), by the codes of DA/T 70. What it cannot check is `manual`, never passed.
 */
export function checkFourProperties(
  subject: Subject,
  about: { readonly archive: string; readonly stage: Stage; readonly by: string; readonly at: string },
): FourPropertyReport {
  const seen = look(subject);
  const items = rows.map((row) => checkedBy(row, seen, about.stage));
  return { kind: 'renxin-four-property-report', schema: 1, ...about, conclusion: concluded(items), items };
}

interface Row {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly check: Check;
  /** How it is checked; for `manual`, what is left to people. */
  readonly memo: { readonly zh: string; readonly en: string };
}

function checkedBy({ code, zh, en, check, memo }: Row, seen: Seen, stage: Stage): Checked {
  const atTransfer = code === '1-14' && stage !== 'GD';
  const results: Result[] = [check(seen), ...(atTransfer ? [checks.registered(seen)] : [])];
  const result = results.includes('fail')
    ? 'fail'
    : results.includes('manual')
      ? 'manual'
      : (results[0] ?? 'manual');
  return { code, zh, en, result, memo };
}

const row = (code: string, zh: string, en: string, check: Check, memoZh: string, memoEn: string): Row => ({
  code,
  zh,
  en,
  check,
  memo: { zh: memoZh, en: memoEn },
});

const SCHEMA = ['由元数据结构逐项检查。', 'Checked by the schema of the index.'] as const;
const BY_PEOPLE = ['软件未检查，须人工检查。', 'Not checked by software: left to people.'] as const;

const rows: readonly Row[] = [
  row(
    '1-1',
    '固化信息有效性',
    'Signatures, time-stamps and proofs hold',
    checks.fixed,
    '由统一核验器核验证据；没有信任文件时须人工判断。',
    'By the one verifier over the evidence; without a trust file left to people.',
  ),
  row('1-2', '元数据项数据长度', 'Lengths of metadata', checks.schema, ...SCHEMA),
  row('1-3', '元数据项数据类型、格式', 'Types and formats of metadata', checks.schema, ...SCHEMA),
  row('1-4', '元数据项数据值域', 'Ranges of metadata', checks.schema, ...SCHEMA),
  row(
    '1-5',
    '元数据项数据值合理性',
    'Reasonable values',
    checks.reasonable,
    '形成日期不晚于封装日期，文件不为空。',
    'Formed before it was packed; no file is empty.',
  ),
  row(
    '1-6',
    '特殊字符',
    'Special characters',
    checks.characters,
    '不含控制、不可见或改变方向的字符。',
    'No control, invisible or direction-changing characters.',
  ),
  row(
    '1-7',
    '档号规范性',
    'Form of the archival code',
    checks.archivalCode,
    '档号由全宗号、类别、年度和合同编号组成。',
    'Fonds, kind, year and contract.',
  ),
  row(
    '1-8',
    '元数据项数据重复性',
    'The archival code is not repeated',
    checks.unrepeated,
    '与保管机构的登记比对；未提供登记时须人工检查。',
    'Compared with the keeper’s register; left to people without one.',
  ),
  row(
    '1-10',
    '内容数据的电子属性一致性',
    'Name, size and format of each file',
    checks.attributes,
    '与元数据逐件比对，格式按文件头判断。',
    'Compared with the index; the format by the file’s beginning.',
  ),
  row(
    '1-11',
    '元数据与内容数据关联',
    'Index and files belong together',
    checks.associated,
    '元数据所列路径与文件逐一对应。',
    'Every path of the index is a file, and the other way round.',
  ),
  row(
    '1-12',
    '说明文件和目录文件规范性',
    'Description files',
    checks.readable,
    '目录文件由元数据生成并逐字节比对。',
    'Made from the index and compared byte for byte.',
  ),
  row(
    '1-13',
    '信息包目录结构规范性',
    'Folders of the package',
    checks.associated,
    'BagIt 1.0 目录结构；打包时由容器格式保证，接收时由核验器核验。',
    'BagIt 1.0; by the container’s form, and by the verifier at a transfer.',
  ),
  row(
    '1-14',
    '信息包一致性',
    'The package is unchanged',
    checks.unchanged,
    '每个文件与打包前已签名清单的摘要一致；移交时整包与账本登记的摘要一致。',
    'Each file has its digests of the manifest signed before; at a transfer the whole has those of the ledger.',
  ),
  row(
    '2-1',
    '总件数相符性',
    'Count of items',
    checks.count,
    '元数据件数与实际文件数一致。',
    'As many files as the index says.',
  ),
  row(
    '2-2',
    '总字节数相符性',
    'Count of bytes',
    checks.octets,
    '元数据字节数与实际一致。',
    'As many bytes as the index says.',
  ),
  row('2-3', '元数据项完整性', 'All metadata are there', checks.schema, ...SCHEMA),
  row('2-4', '元数据必填著录项', 'Mandatory metadata', checks.schema, ...SCHEMA),
  row(
    '2-5',
    '过程信息完整性',
    'The process is complete',
    checks.process,
    '起草、告知、定稿、订立、导出各有账本证明。',
    'Drafted, told, locked, concluded, handed out: each with its proof.',
  ),
  row(
    '2-6',
    '连续性元数据项',
    'Numbers without a gap',
    checks.continuous,
    '件号、事件号连续，时间有序。',
    'Items and events, and times in order.',
  ),
  row(
    '2-7',
    '内容数据完整性',
    'Content is complete',
    checks.complete,
    '正文、双方签名、签署记录、两个时间戳齐全。',
    'Document, both signatures, their record, both time-stamps.',
  ),
  row(
    '2-8',
    '附件数据完整性',
    'Attachments are complete',
    checks.absent,
    '合同没有另附附件。',
    'There are no attachments besides.',
  ),
  row('2-9', '归档范围', 'Scope of what is archived', checks.manual, ...BY_PEOPLE),
  row(
    '2-10',
    '信息包元数据完整性',
    'Metadata of the package',
    checks.schema,
    '按本项目格式检查；不主张 DA/T 48 封装。',
    'By this project’s format; no claim of DA/T 48.',
  ),
  row(
    '2-11',
    '信息包内容数据完整性',
    'Declared and actual content',
    checks.associated,
    '申报与实际逐件一致。',
    'What is declared is there, and nothing else.',
  ),
  row(
    '3-1',
    '信息包中元数据的可读性',
    'Metadata can be read',
    checks.readable,
    'XML 与规范 JSON 一致。',
    'The XML says what the canonical JSON says.',
  ),
  row('3-2', '目标数据库中元数据的可访问性', 'Metadata in the repository', checks.manual, ...BY_PEOPLE),
  row(
    '3-3',
    '内容数据格式',
    'Formats for archiving',
    checks.formats,
    '格式在清单内；PDF 声明为 PDF/A（声明，未作一致性验证）。',
    'On the list; PDFs declare PDF/A (declared, not validated here).',
  ),
  row('3-4', '内容数据可读性', 'Content can be read', checks.manual, ...BY_PEOPLE),
  row('3-5', '软件环境', 'Software environment', checks.manual, ...BY_PEOPLE),
  row('3-6', '硬件环境', 'Hardware environment', checks.manual, ...BY_PEOPLE),
  row('3-7', '元数据与内容的可访问性', 'Access over time', checks.manual, ...BY_PEOPLE),
  row(
    '3-8',
    '信息包合规性',
    'No proprietary compression, no encryption',
    checks.open,
    '容器只存储不压缩；PDF 未加密。',
    'Stored without compression; no PDF is encrypted.',
  ),
  row('4-1', '杀毒软件安全性', 'Virus scanner', checks.manual, ...BY_PEOPLE),
  row('4-2', '病毒感染', 'Viruses', checks.manual, ...BY_PEOPLE),
  row(
    '4-3',
    '载体中多余文件',
    'Other files on the medium',
    checks.absent,
    '在线移交，没有载体。',
    'Handed over online: no medium.',
  ),
  row(
    '4-4',
    '载体外观',
    'Outside of the medium',
    checks.absent,
    '在线移交，没有载体。',
    'Handed over online: no medium.',
  ),
  row(
    '4-5',
    '载体读取速度',
    'Speed of the medium',
    checks.absent,
    '在线移交，没有载体。',
    'Handed over online: no medium.',
  ),
  row(
    '4-6',
    '光盘合格',
    'Quality of the disc',
    checks.absent,
    '在线移交，没有载体。',
    'Handed over online: no medium.',
  ),
  row('4-7', '归档和移交过程安全性', 'Safety of the process', checks.manual, ...BY_PEOPLE),
];
