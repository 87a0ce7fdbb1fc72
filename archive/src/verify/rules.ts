import type { Outcome, Report, Step } from './report.js';
import type { StatementCode, StepName } from './texts.js';

/**
 * What a report says to the headings under which a court looks at electronic evidence: 人民法院在线诉讼规则 art. 16 to 18
 * and the factors of 民事诉讼证据规定 art. 93. It orders what the steps have shown; it decides nothing.
 */
export interface RuleHeading {
  readonly law: 'online-litigation' | 'civil-evidence';
  /** Article with item: `16`, `17.1`, `93.4`. */
  readonly article: string;
  readonly zh: string;
  readonly en: string;
  /** The steps that say something about it; none: nothing here does, people have to look. */
  readonly steps: readonly Step[];
  /** The worst of them. Only art. 16 and 93.4 are settled by steps: any other heading is `not-checked` unless one failed. */
  readonly outcome: Outcome;
  /** Why it is not settled by the steps alone, where it is not. */
  readonly open: readonly StatementCode[];
}

/** Empty for anything but evidence of a contract. */
export function ruleHeadings(report: Report): RuleHeading[] {
  if (report.kind !== 'evidence-bundle' && report.kind !== 'archive-package') return [];
  const notProven = new Set(report.notProven.map(({ code }) => code));
  return headings.map(({ steps: names, leaves, ...heading }) => {
    const steps = report.steps.filter(({ step }) => names.includes(step));
    const open = leaves.filter((code) => notProven.has(code));
    return { ...heading, steps, outcome: outcomeOf(heading.article, steps), open };
  });
}

interface Heading extends Pick<RuleHeading, 'law' | 'article' | 'zh' | 'en'> {
  readonly steps: readonly StepName[];
  readonly leaves: readonly StatementCode[];
}

const heading = (
  law: RuleHeading['law'],
  article: string,
  zh: string,
  en: string,
  steps: readonly StepName[],
  leaves: readonly StatementCode[] = [],
): Heading => ({ law, article, zh, en, steps, leaves });

const headings: readonly Heading[] = [
  heading(
    'online-litigation',
    '16',
    '上链后是否经过篡改',
    'Altered after it was recorded?',
    [
      'manifest',
      'commitments',
      'ledger-proofs',
      'history',
      'operators',
      'founding',
      'document',
      'conclusion',
      'export',
    ],
    ['FEW_OPERATORS', 'TEST_LEDGER'],
  ),
  heading(
    'online-litigation',
    '17.1',
    '存证平台是否符合有关规定',
    'Does the platform meet the rules for it?',
    [],
  ),
  heading(
    'online-litigation',
    '17.2',
    '当事人与存证平台有无利害关系、不当干预',
    'Interest or interference between a party and the platform?',
    [],
    ['FEW_OPERATORS'],
  ),
  heading(
    'online-litigation',
    '17.3',
    '信息系统的清洁性、安全性、可靠性、可用性',
    'Clean, safe, reliable, available systems?',
    [],
    ['SANDBOX'],
  ),
  heading(
    'online-litigation',
    '17.4',
    '存证过程的技术标准：环境、加密、传输、验证',
    'The process: environment, encryption, transmission, verification?',
    [
      'worker-signature',
      'employer-signature',
      'worker-certificate',
      'employer-certificate',
      'time-stamp-sm2',
      'time-stamp-ecdsa',
      'checkpoints',
      'time-line',
    ],
    ['NO_RELIABLE_SIGNATURE_CLAIM'],
  ),
  heading(
    'online-litigation',
    '18',
    '上链前的真实性：来源、生成机制、存储过程、关联印证',
    'True before it was recorded: source, generation, storage, corroboration?',
    ['preparation', 'pages-shown', 'layout', 'identity-records', 'party-keys'],
    ['CONTENT_TRUTH', 'IDENTITY_SANDBOX', 'LAYOUT_IS_DOCUMENT'],
  ),
  heading(
    'civil-evidence',
    '93.1',
    '硬件、软件环境是否完整、可靠',
    'Complete, reliable hardware and software?',
    [],
  ),
  heading('civil-evidence', '93.2', '系统是否处于正常运行状态', 'Systems in normal operation?', []),
  heading('civil-evidence', '93.3', '有无防止出错的监测、核查手段', 'Means that find errors?', [
    'history',
    'commitments',
  ]),
  heading(
    'civil-evidence',
    '93.4',
    '是否完整地保存、传输、提取，方法是否可靠',
    'Kept, transmitted and extracted whole, by a reliable method?',
    ['container', 'package', 'manifest', 'exporter-signature', 'export'],
  ),
  heading(
    'civil-evidence',
    '93.5',
    '是否在正常的往来活动中形成和存储',
    'Formed and kept in the ordinary course?',
    ['preparation', 'conclusion', 'time-line'],
  ),
  heading('civil-evidence', '93.6', '保存、传输、提取的主体是否适当', 'By fit persons?', [
    'exporter-key',
    'party-keys',
    'package-key',
  ]),
  heading('civil-evidence', '93.7', '其他因素', 'Other factors?', [], ['CONTENT_TRUTH']),
];

/** What steps settle by themselves; what the others show is for people to weigh. */
const SETTLED: readonly string[] = ['16', '93.4'];

function outcomeOf(article: string, steps: readonly Step[]): Outcome {
  const found = worst(steps);
  return SETTLED.includes(article) || found === 'fail' ? found : 'not-checked';
}

function worst(steps: readonly Step[]): Outcome {
  if (steps.length === 0) return 'not-checked';
  const order = ['fail', 'not-checked', 'warn'] as const;
  return order.find((outcome) => steps.some((step) => step.outcome === outcome)) ?? 'pass';
}
