import { canonical, canonicalBytes, parseCanonical, toBase64url } from '@renxin/chaincode/canonical';
import { certificateOf, checkTerms, parseTerms, type Terms } from '@renxin/chaincode/labor-law';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import {
  changesOf,
  DocumentRefused,
  layOutAmendment,
  layOutCertificate,
  layOutContract,
  pageDigests,
  templateDigest,
  templates,
  termFields,
  type Layout,
} from '../../src/labor-contract/document/index.js';
import { BOX, PAGE } from '../../src/labor-contract/document/geometry.js';
import { advance } from '../../src/labor-contract/document/font-metrics.js';
import { dispatchTerms, fullTerms, openEndedTerms, projectTerms, shortTerms, sm3 } from './examples.js';

const options = { sm3, demonstration: false };
const contract = (terms: Terms) => layOutContract(terms, options).layout;

const everyMember = { ...dispatchTerms, ...fullTerms, projectCompletion: '示例' };

describe('layout of a labor contract', () => {
  for (const [name, terms] of Object.entries({
    shortTerms,
    fullTerms,
    projectTerms,
    openEndedTerms,
    dispatchTerms,
  })) {
    it(`${name}: parse and break no rule`, () => {
      const parsed = parseTerms(terms);
      assert.ok(parsed.ok);
      assert.deepEqual(checkTerms(parsed.terms, { today: '2026-11-23' }).violations, []);
    });

    it(`${name}: the pages show every member of the terms`, () => {
      const layout = contract(terms);
      const text = textOf(layout);
      const fields = fieldsOf(layout);
      for (const { pointer, read } of termFields) {
        const value = read(terms);
        if (value === undefined || value.length === 0 || NOT_SHOWN.has(pointer)) continue;
        assert.ok(fields.has(pointer), `${pointer} is shown nowhere`);
        for (const one of typeof value === 'string' ? [value] : value)
          assert.ok(text.includes(squeeze(one)), `the text of ${pointer} is not complete`);
      }
    });

    it(`${name}: stay on the page and are canonical`, () => {
      const layout = contract(terms);
      assert.deepEqual(parseCanonical(canonicalBytes(layout)), JSON.parse(canonical(layout)));
      for (const page of layout.pages) {
        assert.equal(page.of, layout.pages.length);
        for (const { y, runs } of page.lines) {
          assert.ok(y > 0 && y < PAGE.height);
          for (const run of runs)
            assert.ok(run.x >= BOX.left && run.x + run.width <= BOX.right + run.size, run.text);
        }
      }
    });
  }

  it('knows a label for every member of the terms', () => {
    const pointers = new Set(termFields.map(({ pointer }) => pointer));
    for (const pointer of leavesOf(everyMember))
      if (pointer !== '/schema') assert.ok(pointers.has(pointer), pointer);
  });

  it('states the nine clauses of art. 17 in articles of their own', () => {
    const text = textOf(contract(shortTerms));
    for (const heading of [
      '统一社会信用代码',
      '公民身份号码',
      '合同期限',
      '工作内容和工作地点',
      '工作时间和休息休假',
      '劳动报酬',
      '社会保险和福利待遇',
      '劳动保护、劳动条件和职业危害防护',
      '争议处理',
    ])
      assert.ok(text.includes(heading), heading);
    assert.ok(text.includes('第一条　合同期限'.replace('　', '')));
  });

  it('marks term, probation, pay, place and non-competition', () => {
    const marked = new Set<string>();
    for (const page of contract(fullTerms).pages)
      for (const { runs } of page.lines)
        for (const run of runs) if (run.mark === true && run.field !== undefined) marked.add(run.field);
    for (const pointer of [
      '/startDate',
      '/endDate',
      '/probation/months',
      '/probation/wage',
      '/wage/amount',
      '/workplace/address',
      '/nonCompete/months',
    ])
      assert.ok(marked.has(pointer), pointer);
  });

  it('is a function of terms and template', () => {
    const [first, second] = [contract(fullTerms), contract(structuredClone(fullTerms))];
    assert.equal(canonical(first), canonical(second));
    assert.deepEqual(pageDigests(first, sm3), pageDigests(second, sm3));
  });

  it('gives other digests to the pages on which anything changes', () => {
    const before = pageDigests(contract(fullTerms), sm3);
    const after = pageDigests(
      contract({ ...fullTerms, wage: { ...fullTerms.wage, amount: 1_000_001 } }),
      sm3,
    );
    assert.equal(before.length, after.length);
    assert.ok(before.every((digest, i) => digest !== after[i])); // the fingerprint stands on each page
  });

  it('says on every page that a demonstration binds nobody', () => {
    for (const page of layOutContract(shortTerms, { sm3, demonstration: true }).layout.pages) {
      assert.match(page.watermark ?? '', /演示 DEMONSTRATION/);
      assert.ok(
        page.lines.some(({ runs }) =>
          runs
            .map(({ text }) => text)
            .join('')
            .includes('没有法律效力'),
        ),
      );
    }
    assert.equal(contract(shortTerms).pages[0]?.watermark, undefined);
  });

  it('has one signature area for each party, on the last page', () => {
    const { pages } = contract(fullTerms);
    assert.deepEqual(
      pages.flatMap(({ areas }) => areas.map(({ party }) => party)),
      ['employer', 'worker'],
    );
    assert.equal(pages.at(-1)?.areas.length, 2);
  });

  it('begins no page with a gap and parts no heading from its text', () => {
    const long = { ...fullTerms, additions: Array.from({ length: 30 }, () => '示例条款。'.repeat(40)) };
    const { pages } = contract(long);
    assert.ok(pages.length > 6);
    for (const page of pages.slice(0, -1)) {
      const body = page.lines.slice(0, -3);
      assert.doesNotMatch(
        body
          .at(-1)
          ?.runs.map(({ text }) => text)
          .join('') ?? '',
        /^第.+条/,
      );
    }
  });

  it('lays out texts of the greatest length', () => {
    const most: Terms = {
      ...fullTerms,
      jobContent: '工'.repeat(1000),
      confidentiality: 'x'.repeat(2000),
      employer: { ...fullTerms.employer, name: '示'.repeat(120), domicile: 'A1 '.repeat(66).trim() },
      additions: Array.from({ length: 30 }, () => '，'.repeat(1000)),
    };
    assert.ok(parseTerms(most).ok);
    const text = textOf(contract(most));
    assert.ok(text.includes('x'.repeat(2000)) && text.includes('工'.repeat(1000)));
  });

  it('refuses a template that is unknown or for another term', () => {
    const code = (terms: Terms) => {
      try {
        contract(terms);
      } catch (error) {
        if (error instanceof DocumentRefused) return error.code;
        throw error;
      }
      return undefined;
    };
    assert.equal(code({ ...shortTerms, templateId: 'unknown' }), 'TEMPLATE_UNKNOWN');
    assert.equal(code({ ...shortTerms, templateVersion: 2 }), 'TEMPLATE_UNKNOWN');
    assert.equal(code({ ...shortTerms, templateId: 'renxin-labor-contract-amendment' }), 'TEMPLATE_UNKNOWN');
    assert.equal(
      code({ ...shortTerms, templateId: 'renxin-labor-contract-project' }),
      'TEMPLATE_OF_ANOTHER_TERM',
    );
  });
});

describe('layout of an amendment', () => {
  const after: Terms = {
    ...fullTerms,
    wage: { ...fullTerms.wage, amount: 1_200_000 },
    additions: ['新的约定'],
  };
  delete (after as { benefits?: string }).benefits;

  it('lists every change with the old and the new text', () => {
    const { layout } = layOutAmendment({ schema: 1, number: 2, before: fullTerms, after }, options);
    const text = textOf(layout);
    assert.ok(text.includes('第2次变更'));
    assert.ok(
      text.includes(
        squeeze(
          '“月工资”由“人民币10,000.00元（大写：壹万元整）”变更为“人民币12,000.00元（大写：壹万贰仟元整）”',
        ),
      ),
    );
    assert.ok(text.includes('取消“补充保险和福利待遇”。原约定为：补充商业医疗保险，每年体检一次'));
    assert.ok(text.includes('变更为“1.新的约定”'));
    assert.deepEqual(
      changesOf(fullTerms, after).map(({ pointer }) => pointer),
      ['/wage/amount', '/benefits', '/additions'],
    );
  });

  it('finds a change of every single member', () => {
    for (const { pointer } of termFields) {
      const changed = structuredClone(everyMember);
      set(changed, pointer, '另一个');
      assert.deepEqual(pointersThatDiffer(everyMember, changed), [pointer]);
    }
  });

  it('refuses one that changes nothing or another contract', () => {
    const amend = (before: Terms, to: Terms) => () =>
      layOutAmendment({ schema: 1, number: 1, before, after: to }, options);
    assert.throws(amend(fullTerms, fullTerms), { code: 'AMENDMENT_CHANGES_NOTHING' });
    assert.throws(amend(fullTerms, { ...after, contractNo: 'RX-2026-000002' }), {
      code: 'AMENDMENT_OF_ANOTHER_CONTRACT',
    });
  });
});

describe('layout of a certificate of dissolution or termination', () => {
  const end = { certificateNo: 'RX-2026-000001-E', endedOn: '2028-05-31', issuedOn: '2028-06-01' } as const;
  for (const terms of [fullTerms, openEndedTerms])
    it(`states what 实施条例 art. 24 asks for: ${terms.termType}`, () => {
      const certificate = certificateOf(terms, { ...end, kind: 'TERMINATION' });
      const { layout } = layOutCertificate(certificate, options);
      const text = textOf(layout);
      for (const words of [
        '2026年12月1日起',
        '终止日期2028年5月31日',
        '数控机床操作工',
        '1年6个月',
        '示例丙',
      ])
        assert.ok(text.includes(words), words);
      assert.equal(layout.pages.length, 1);
      assert.deepEqual(
        layout.pages[0]?.areas.map(({ party }) => party),
        ['employer'],
      );
    });
});

describe('templates', () => {
  const page = readFileSync(
    new URL('../../../../docs/formats/contract-document.md', import.meta.url),
    'utf8',
  );
  for (const template of templates)
    it(`${template.id} version ${String(template.version)} has its published SM3`, () => {
      const row = `| \`${template.id}\` | ${String(template.version)} | \`${templateDigest(template, sm3)}\` |`;
      assert.ok(page.includes(row), `docs/formats/contract-document.md lacks ${row}`);
    });
  it('are canonical JSON', () => {
    for (const template of templates)
      assert.deepEqual(parseCanonical(canonicalBytes(template)), JSON.parse(canonical(template)));
  });
  it('are named in the layout by their digest', () =>
    assert.equal(contract(shortTerms).template.sm3, templateDigest(templates[0] ?? never(), sm3)));
  it('bind the content by the fingerprint', () => {
    const { layout, content } = layOutContract(shortTerms, options);
    assert.equal(
      layout.fingerprint,
      toBase64url(sm3(canonicalBytes({ content, template: layout.template }))),
    );
  });
});

describe('font metrics', () => {
  it('are those of a full-width font for Chinese and narrower for Latin', () => {
    assert.equal(advance(0x4e2d, 'regular'), 1000);
    assert.equal(advance(0x41, 'regular'), 608);
    assert.equal(advance(0x41, 'bold'), 641);
  });
});

/** Members that stand in every document in another form: the header and the foot name the template; money is in 人民币. */
const NOT_SHOWN = new Set(['/templateId', '/templateVersion', '/language', '/wage/currency']);

/** All text of the body without spaces: line breaks and gaps are the layout's. */
function textOf(layout: Layout): string {
  return squeeze(
    layout.pages
      .flatMap(({ lines }) => lines.slice(0, -3).flatMap(({ runs }) => runs.map(({ text }) => text)))
      .join(''),
  );
}

function squeeze(text: string): string {
  return text.replace(/[\s\u3000]/g, '');
}

function fieldsOf(layout: Layout): ReadonlySet<string | undefined> {
  return new Set(
    layout.pages.flatMap(({ lines }) => lines.flatMap(({ runs }) => runs.map(({ field }) => field))),
  );
}

function leavesOf(value: unknown, pointer = ''): readonly string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [pointer];
  return Object.entries(value).flatMap(([name, member]) => leavesOf(member, `${pointer}/${name}`));
}

function pointersThatDiffer(before: Terms, after: Terms): readonly string[] {
  return changesOf(before, after).map(({ pointer }) => pointer);
}

function set(target: object, pointer: string, value: unknown): void {
  const steps = pointer.slice(1).split('/');
  let member = target as Record<string, unknown>;
  for (const step of steps.slice(0, -1)) member = member[step] as Record<string, unknown>;
  const last = steps.at(-1) ?? '';
  member[last] = Array.isArray(member[last])
    ? []
    : typeof member[last] === 'number'
      ? member[last] + 1
      : value;
}

function never(): never {
  throw new Error('no template');
}
