import assert from 'node:assert/strict';
import {
  applyRules,
  certificateOf,
  checkTerms,
  DISPATCH_TEMPLATE,
  rules,
  type CheckOptions,
  type PriorContract,
  type Rule,
  type Terms,
} from '../../src/labor-law/index.js';
import { exampleTerms } from './terms-example.js';

const minimumWages = [
  { region: '44', from: '2020-01-01', until: '2026-12-31', monthly: 100_000, source: 'synthetic' },
  { region: '4403', from: '2020-01-01', monthly: 200_000, source: 'synthetic' },
  { region: '44', from: '2027-01-01', monthly: 300_000, source: 'synthetic' },
];
const options: CheckOptions = { today: '2026-11-23', minimumWages };

describe('rules of labor law', () => {
  it('find nothing in the example', () =>
    assert.deepEqual(checkTerms(exampleTerms, options), { violations: [], warnings: [] }));

  it('refuse six months of probation on two years and name the article', () => {
    const { violations } = checkTerms({ ...exampleTerms, probation: { months: 6, wage: 800_000 } }, options);
    assert.equal(violations.length, 1);
    const [finding] = violations;
    assert.deepEqual(
      [finding?.code, finding?.law, finding?.article, finding?.region, finding?.pointers],
      ['PROBATION_TOO_LONG', '劳动合同法', '第十九条', 'CN', ['/probation/months', '/startDate', '/endDate']],
    );
    assert.match(finding?.zh ?? '', /二个月/);
  });

  describe('dispatch (art. 58, 67)', () => {
    const dispatch = {
      host: { name: '示例用工单位', uscc: '91310000TX00007144' },
      startDate: '2026-12-01',
      endDate: '2027-11-30',
    };
    const table: readonly (readonly [what: string, change: object, found: readonly string[]])[] = [
      ['two years', {}, []],
      ['a day less', { endDate: '2028-11-29' }, ['DISPATCH_TERM_TOO_SHORT']],
      ['an open term', { termType: 'OPEN_ENDED', endDate: undefined }, ['DISPATCH_TERM_TOO_SHORT']],
      [
        'before the contract',
        { dispatch: { ...dispatch, startDate: '2026-11-30' } },
        ['DISPATCH_OUTSIDE_TERM'],
      ],
      ['after the contract', { dispatch: { ...dispatch, endDate: '2028-12-01' } }, ['DISPATCH_OUTSIDE_TERM']],
      ['in another form', { templateId: exampleTerms.templateId }, ['DISPATCH_FORM']],
      ['its form without it', { dispatch: undefined }, ['DISPATCH_FORM']],
      [
        'to itself',
        { dispatch: { ...dispatch, host: { ...dispatch.host, uscc: exampleTerms.employer.uscc } } },
        ['DISPATCH_TO_ITSELF'],
      ],
    ];
    for (const [what, change, found] of table)
      it(what, () => {
        const { endDate, ...terms } = {
          ...exampleTerms,
          probation: undefined,
          templateId: DISPATCH_TEMPLATE,
          dispatch,
          ...change,
        };
        const { probation: _none, dispatch: to, ...rest } = terms;
        const given = {
          ...rest,
          ...(endDate !== undefined && { endDate }),
          ...(to !== undefined && { dispatch: to }),
        } as Terms;
        assert.deepEqual(codes(given), found);
      });
  });

  describe('probation by the length of the term (art. 19)', () => {
    const table: readonly (readonly [start: string, end: string, longest: 0 | 1 | 2 | 6])[] = [
      ['2026-12-01', '2027-02-27', 0], // a day short of three months
      ['2026-12-01', '2027-02-28', 1], // three months
      ['2026-12-01', '2027-11-29', 1], // a day short of a year
      ['2026-12-01', '2027-11-30', 2], // a year
      ['2026-12-01', '2027-12-01', 2],
      ['2026-12-01', '2029-11-29', 2], // a day short of three years
      ['2026-12-01', '2029-11-30', 6], // three years
      ['2026-12-01', '2036-11-30', 6],
      ['2026-12-31', '2027-03-29', 0],
      ['2026-12-31', '2027-03-30', 1],
      ['2028-02-29', '2029-02-27', 2],
      ['2028-02-29', '2029-02-26', 1],
    ];
    for (const [startDate, endDate, longest] of table)
      for (const months of [1, 2, 3, 6, 7])
        it(`${startDate} to ${endDate}: ${String(months)} is ${months <= longest ? 'lawful' : 'too long'}`, () => {
          const found = codes({ ...exampleTerms, startDate, endDate, probation: { months, wage: 800_000 } });
          assert.deepEqual(
            found,
            months <= longest ? [] : [longest === 0 ? 'PROBATION_NOT_ALLOWED' : 'PROBATION_TOO_LONG'],
          );
        });

    it('is none for a task and six months for an open-ended contract', () => {
      const { endDate: _, ...open } = exampleTerms;
      const task = { ...open, termType: 'PROJECT', projectCompletion: '示例项目验收合格' } as const;
      assert.deepEqual(codes({ ...task, probation: { months: 1, wage: 800_000 } }), [
        'PROBATION_NOT_ALLOWED',
      ]);
      const { probation: __, ...without } = task;
      assert.deepEqual(codes(without), []);
      const openEnded = { ...open, termType: 'OPEN_ENDED' } as const;
      assert.deepEqual(codes({ ...openEnded, probation: { months: 6, wage: 800_000 } }), []);
      assert.deepEqual(codes({ ...openEnded, probation: { months: 7, wage: 800_000 } }), [
        'PROBATION_TOO_LONG',
      ]);
    });
  });

  const prior = (startDate: string, endDate: string, more: Partial<PriorContract> = {}): PriorContract => ({
    termType: 'FIXED',
    startDate,
    endDate,
    probationMonths: 0,
    ...more,
  });

  /** Each row: what is changed, and every code that must come, violations first. */
  const table: readonly (readonly [
    what: string,
    change: Partial<Terms> | ((terms: Terms) => Terms),
    violations: readonly string[],
    warnings: readonly string[],
    options?: Partial<CheckOptions>,
  ])[] = [
    // Mandatory clauses.
    ['no rest rules', { restRules: '' }, ['MANDATORY_CLAUSE_MISSING'], []],
    ['no protection', { protection: '' }, ['MANDATORY_CLAUSE_MISSING'], []],
    ['no social insurance', { socialInsurance: [] }, ['MANDATORY_CLAUSE_MISSING'], []],
    [
      'two empty clauses',
      { jobTitle: '', jobContent: '', restRules: '' },
      ['MANDATORY_CLAUSE_MISSING', 'MANDATORY_CLAUSE_MISSING'],
      [],
    ],
    ['no pension insurance', { socialInsurance: ['MEDICAL'] }, [], ['SOCIAL_INSURANCE_INCOMPLETE']],
    [
      'flexible hours without a permission',
      { workingTimeSystem: 'FLEXIBLE' },
      [],
      ['WORKING_TIME_APPROVAL_MISSING'],
    ],
    [
      'flexible hours with one',
      { workingTimeSystem: 'FLEXIBLE', workingTimeApproval: '示例许〔2026〕1号' },
      [],
      [],
    ],
    // Term.
    ['no end', without('endDate'), ['TERM_END_MISSING'], []],
    ['an end on the first day', { endDate: '2026-12-01' }, ['TERM_END_NOT_AFTER_START'], []],
    ['an end before the start', { endDate: '2026-11-30' }, ['TERM_END_NOT_AFTER_START'], []],
    ['open-ended with an end', { termType: 'OPEN_ENDED' }, ['TERM_END_FORBIDDEN'], []],
    [
      'a task without completion',
      (terms) => ({ ...without('endDate')(without('probation')(terms)), termType: 'PROJECT' }),
      ['TERM_COMPLETION_MISSING'],
      [],
    ],
    ['a fixed term with completion', { projectCompletion: '示例' }, ['TERM_COMPLETION_FORBIDDEN'], []],
    [
      'a term that is over',
      { startDate: '2024-10-01', endDate: '2026-10-31', workStartDate: '2026-11-20' },
      [],
      ['TERM_ALREADY_OVER', 'WRITTEN_CONTRACT_AFTER_A_YEAR'],
    ],
    // The written form.
    ['a month of work before it', { startDate: '2026-10-23', endDate: '2028-10-22' }, [], []],
    ['a month and a day', { startDate: '2026-10-22', endDate: '2028-10-21' }, [], ['WRITTEN_CONTRACT_LATE']],
    ['a year less a day', { workStartDate: '2025-11-24' }, [], ['WRITTEN_CONTRACT_LATE']],
    ['a year', { workStartDate: '2025-11-23' }, [], ['WRITTEN_CONTRACT_AFTER_A_YEAR']],
    [
      'work that ran on for six weeks after the last contract',
      (terms) => without('probation')({ ...terms, startDate: '2026-11-23', workStartDate: '2024-10-11' }),
      [],
      ['WRITTEN_CONTRACT_LATE'],
      { history: { contracts: [prior('2024-10-11', '2026-10-10')] } },
    ],
    [
      'an amendment years later',
      { startDate: '2024-01-01', endDate: '2027-12-31' },
      [],
      [],
      { history: { amended: { ...exampleTerms, startDate: '2024-01-01', endDate: '2027-12-31' } } },
    ],
    // Renewals.
    [
      'a second fixed term',
      without('probation'),
      [],
      [],
      { history: { contracts: [prior('2024-12-01', '2026-11-30')] } },
    ],
    [
      'a third fixed term',
      without('probation'),
      [],
      ['OPEN_ENDED_AFTER_TWO_FIXED_TERMS'],
      { history: { contracts: [prior('2022-12-01', '2024-11-30'), prior('2024-12-01', '2026-11-30')] } },
    ],
    [
      'two fixed terms with a gap of a year between',
      without('probation'),
      [],
      [],
      { history: { contracts: [prior('2020-12-01', '2023-11-30'), prior('2024-12-01', '2026-11-30')] } },
    ],
    [
      'open-ended after two fixed terms',
      (terms) => ({ ...without('endDate')(without('probation')(terms)), termType: 'OPEN_ENDED' }),
      [],
      [],
      { history: { contracts: [prior('2022-12-01', '2024-11-30'), prior('2024-12-01', '2026-11-30')] } },
    ],
    [
      'ten years of service',
      without('probation'),
      [],
      ['OPEN_ENDED_AFTER_TEN_YEARS'],
      { history: { contracts: [prior('2016-12-01', '2026-11-30')] } },
    ],
    [
      'a day short of ten years',
      without('probation'),
      [],
      [],
      { history: { contracts: [prior('2016-12-02', '2026-11-30')] } },
    ],
    // Probation: once, and for what pay.
    [
      'probation a second time',
      {},
      ['PROBATION_REPEATED'],
      [],
      { history: { contracts: [prior('2020-01-01', '2020-12-31', { probationMonths: 1 })] } },
    ],
    [
      'an amendment that lengthens probation',
      {},
      ['PROBATION_EXTENDED'],
      [],
      { history: { amended: { ...exampleTerms, probation: { months: 1, wage: 800_000 } } } },
    ],
    ['80 % in probation', { probation: { months: 1, wage: 800_000 } }, [], []],
    ['a fen less than 80 %', { probation: { months: 1, wage: 799_999 } }, ['PROBATION_WAGE_TOO_LOW'], []],
    [
      '80 % of the lowest grade',
      { probation: { months: 1, wage: 720_000, lowestGradeWage: 900_000 } },
      [],
      ['PROBATION_WAGE_BY_LOWEST_GRADE'],
    ],
    [
      'less than 80 % of the lowest grade',
      { probation: { months: 1, wage: 719_999, lowestGradeWage: 900_000 } },
      ['PROBATION_WAGE_TOO_LOW'],
      [],
    ],
    // Minimum wages: the narrowest region, by the first day.
    [
      'exactly the minimum wage',
      (terms) => without('probation')({ ...terms, wage: { ...terms.wage, amount: 200_000 } }),
      [],
      [],
    ],
    [
      'a fen less',
      (terms) => without('probation')({ ...terms, wage: { ...terms.wage, amount: 199_999 } }),
      ['WAGE_BELOW_MINIMUM'],
      [],
    ],
    [
      'probation below the minimum wage',
      { wage: { ...exampleTerms.wage, amount: 200_000 }, probation: { months: 1, wage: 160_000 } },
      ['PROBATION_WAGE_BELOW_MINIMUM'],
      [],
    ],
    [
      'the figure of the year in which work starts',
      (terms) =>
        without('probation')({
          ...terms,
          startDate: '2027-01-01',
          wage: { ...terms.wage, amount: 299_999 },
          workplace: { ...terms.workplace, regionCode: '440100' },
        }),
      ['WAGE_BELOW_MINIMUM'],
      [],
    ],
    [
      'no figure for the place',
      { workplace: { ...exampleTerms.workplace, regionCode: '310000' } },
      [],
      ['MINIMUM_WAGE_NOT_CHECKED'],
    ],
    ['no table at all', {}, [], ['MINIMUM_WAGE_NOT_CHECKED'], { minimumWages: [] }],
    // Age on the first day of work.
    ['sixteen on the first day', worker('44000020101201901X'), [], ['WORKER_MINOR']],
    ['sixteen a day later', worker('440000201012029015'), ['WORKER_UNDER_AGE'], []],
    [
      'sixteen on the first day of the term, work before it',
      (terms) => ({ ...worker('44000020101201901X')(terms), workStartDate: '2026-11-20' }),
      ['WORKER_UNDER_AGE'],
      [],
    ],
    ['eighteen on the first day', worker('440000200812019013'), [], []],
    [
      'under eighteen with a hazard',
      (terms) => ({
        ...worker('44000020101201901X')(terms),
        hazards: [{ factor: '噪声', consequence: '听力损伤', measures: '佩戴耳塞' }],
      }),
      ['WORKER_MINOR_HAZARD'],
      ['WORKER_MINOR'],
    ],
    ['a man of sixty', worker('44000019661201901X'), [], ['WORKER_NEAR_PENSION']],
    ['a woman of fifty', worker('440000197612019022'), [], ['WORKER_NEAR_PENSION']],
    // Non-competition and training.
    ['non-competition of 24 months', nonCompete({ months: 24 }), [], []],
    ['non-competition of 25 months', nonCompete({ months: 25 }), ['NON_COMPETE_TOO_LONG'], []],
    ['non-competition for anybody', nonCompete({ personnel: 'OTHER' }), ['NON_COMPETE_PERSONNEL'], []],
    [
      '30 % compensation less a fen',
      nonCompete({ compensation: 299_999 }),
      [],
      ['NON_COMPETE_COMPENSATION_LOW'],
    ],
    [
      'secrecy as the reason and no clause',
      nonCompete({ personnel: 'CONFIDENTIALITY' }),
      [],
      ['NON_COMPETE_WITHOUT_CONFIDENTIALITY'],
    ],
    ['a penalty equal to the cost of training', training(500_000), [], []],
    ['a penalty above it', training(500_001), ['TRAINING_PENALTY_TOO_HIGH'], []],
    // Words that only warn.
    ['不得收取押金', { additions: ['用人单位不得收取押金。'] }, [], ['WORDING_DEPOSIT']],
    ['a deposit spelt apart', { additions: ['入职须交 押 金 五百元。'] }, [], ['WORDING_DEPOSIT']],
    ['keeping the identity card', { additions: ['公司代为保管劳动者的身份证。'] }, [], ['WORDING_DEPOSIT']],
    ['liquidated damages', { additions: ['提前离职须付违约金。'] }, [], ['WORDING_PENALTY']],
    ['a waiver of liability', { additions: ['发生工伤，公司概不负责。'] }, [], ['WORDING_LIABILITY_WAIVER']],
    ['a waiver of insurance', { additions: ['劳动者自愿放弃社会保险。'] }, [], ['WORDING_INSURANCE_WAIVER']],
    ['no marriage', { additions: ['合同期内不得结婚。'] }, [], ['WORDING_MARRIAGE_OR_BIRTH']],
    ['an ordinary clause', { additions: ['双方应当遵守公司的考勤制度。'] }, [], []],
  ];
  for (const [what, change, violations, warnings, more] of table)
    it(`${what}: ${[...violations, ...warnings].join(', ') || 'nothing'}`, () => {
      const terms = typeof change === 'function' ? change(exampleTerms) : { ...exampleTerms, ...change };
      const found = checkTerms(terms, { ...options, ...more });
      assert.deepEqual(
        [found.violations.map(({ code }) => code), found.warnings.map(({ code }) => code)],
        [violations, warnings],
      );
      for (const { pointers } of [...found.violations, ...found.warnings])
        for (const pointer of pointers) assert.match(pointer, /^\/[a-zA-Z]+(?:\/[a-zA-Z0-9]+)*$/);
    });

  it('names each missing clause by its item and members', () => {
    const { violations } = checkTerms({ ...exampleTerms, jobContent: '', restRules: '' }, options);
    assert.deepEqual(
      violations.map(({ pointers }) => pointers),
      [['/jobContent'], ['/restRules']],
    );
    assert.match(violations[0]?.zh ?? '', /第十七条第一款第四项/);
    assert.match(violations[1]?.zh ?? '', /第十七条第一款第五项/);
  });

  it('repeat no personal value', () => {
    const found = checkTerms(
      {
        ...worker('440000201012029015')(exampleTerms),
        additions: ['示例机密押金'],
        probation: { months: 7, wage: 123_456 },
      },
      options,
    );
    const text = JSON.stringify(found);
    for (const value of ['440000201012029015', '示例丙', '19900000001', '示例机密', '123456', '123_456'])
      assert.ok(!text.includes(value), value);
  });

  it('carry an article, both languages, a place and a day from which they are in force', () => {
    assert.equal(new Set(rules.map(({ code }) => code)).size, rules.length);
    for (const rule of rules) {
      assert.match(rule.article, /^第[一二三四五六七八九十百]+条$/);
      assert.match(rule.code, /^[A-Z]+(?:_[A-Z]+)*$/);
      assert.match(rule.region, /^(?:CN|\d{2})$/);
      assert.match(rule.inForce.from, /^\d{4}-\d{2}-\d{2}$/);
    }
  });

  it('apply only where and while they are in force', () => {
    const rule = (region: string, from: string, until?: string): Rule => ({
      code: 'TEST_RULE',
      law: '示例条例',
      article: '第一条',
      region,
      inForce: until === undefined ? { from } : { from, until },
      severity: 'violation',
      check: () => [{ pointers: ['/wage'], zh: '示例', en: 'example' }],
    });
    const count = (table: readonly Rule[]) => applyRules(table, exampleTerms, options).violations.length;
    assert.equal(count([rule('44', '2020-01-01')]), 1);
    assert.equal(count([rule('31', '2020-01-01')]), 0);
    assert.equal(count([rule('CN', '2026-11-23')]), 1);
    assert.equal(count([rule('CN', '2026-11-24')]), 0);
    assert.equal(count([rule('CN', '2020-01-01', '2026-11-23')]), 1);
    assert.equal(count([rule('CN', '2020-01-01', '2026-11-22')]), 0);
  });

  it('answer the same for frozen terms, twice', () => {
    const frozen = deepFreeze(structuredClone(exampleTerms));
    assert.deepEqual(checkTerms(frozen, options), checkTerms(frozen, options));
  });
});

describe('certificate of dissolution or termination (实施条例 art. 24)', () => {
  const end = {
    certificateNo: 'RX-2026-000001-E',
    kind: 'DISSOLUTION',
    endedOn: '2028-05-31',
    issuedOn: '2028-05-31',
  } as const;

  it('states term, end, post and service, and no reason', () => {
    const certificate = certificateOf(exampleTerms, end);
    assert.deepEqual(Object.keys(certificate).sort(), [
      'certificateNo',
      'contractNo',
      'employer',
      'endDate',
      'endedOn',
      'issuedOn',
      'jobTitle',
      'kind',
      'schema',
      'serviceMonths',
      'serviceSince',
      'startDate',
      'termType',
      'worker',
    ]);
    assert.equal(certificate.serviceMonths, 18);
  });
  it('counts service from an earlier contract', () =>
    assert.equal(certificateOf(exampleTerms, { ...end, serviceSince: '2024-12-01' }).serviceMonths, 42));
  it('refuses an end before the service', () =>
    assert.throws(() => certificateOf(exampleTerms, { ...end, endedOn: '2026-11-30' }), RangeError));
});

function codes(terms: Terms): readonly string[] {
  return checkTerms(terms, options).violations.map(({ code }) => code);
}

function without(member: 'endDate' | 'probation'): (terms: Terms) => Terms {
  return (terms) => {
    const copy = { ...terms };
    delete copy[member];
    return copy;
  };
}

function worker(idNo: string): (terms: Terms) => Terms {
  return (terms) => ({ ...terms, worker: { ...terms.worker, idNo } });
}

function nonCompete(change: Partial<NonNullable<Terms['nonCompete']>>): Partial<Terms> {
  return {
    nonCompete: {
      months: 12,
      personnel: 'SENIOR_TECHNICIAN',
      scope: '与用人单位有竞争关系的数控加工业务',
      area: '广东省',
      compensation: 300_000,
      ...change,
    },
  };
}

function training(penalty: number): Partial<Terms> {
  return { training: { content: '五轴加工专项培训', cost: 500_000, serviceMonths: 24, penalty } };
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null)
    for (const member of Object.values(value)) deepFreeze(member);
  return Object.freeze(value);
}
