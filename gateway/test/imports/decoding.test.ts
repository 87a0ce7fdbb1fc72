import { schemaOf } from '@renxin/credentials/schema';
import { MOST_IMPORT_ROWS, type ImportEncoding } from '@renxin/wallets/api';
import assert from 'node:assert/strict';
import { claimsOf, columnsOf } from '../../src/imports/columns.js';
import { decoded } from '../../src/imports/encoding.js';
import { FileFault } from '../../src/imports/file-fault.js';
import { csvRecords, ndjsonRecords } from '../../src/imports/records.js';
import { rowsOf } from '../../src/imports/rows.js';

/** Files of tables as they come: their bytes, their records, their headings. */

/** 姓名，张三 in GB 18030, made by iconv. */
const GB = Buffer.from('d0d5c3fba3acd5c5c8fd', 'hex');
const TEXT = '姓名，张三';

async function* pieces(bytes: Uint8Array, size = bytes.length): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(bytes: Uint8Array, declared?: ImportEncoding, size?: number) {
  let encoding: ImportEncoding | undefined;
  let text = '';
  for await (const part of decoded(pieces(bytes, size), declared, (found) => (encoding = found)))
    text += part;
  return { text, encoding };
}

const fault = (code: string) => (error: unknown) => error instanceof FileFault && error.code === code;

describe('the encoding of an import', () => {
  const utf8 = Buffer.from(TEXT);
  const marked = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), utf8]);

  it('is found: UTF-8 with and without a byte order mark, and GB 18030', async () => {
    assert.deepEqual(await read(utf8), { text: TEXT, encoding: 'utf-8' });
    assert.deepEqual(await read(marked), { text: TEXT, encoding: 'utf-8' });
    assert.deepEqual(await read(GB), { text: TEXT, encoding: 'gb18030' });
    assert.deepEqual(await read(Buffer.from('name,level')), { text: 'name,level', encoding: 'utf-8' });
  });

  it('may be declared, and is then the same', async () => {
    assert.equal((await read(utf8, 'utf-8')).text, TEXT);
    assert.equal((await read(GB, 'gb18030')).text, TEXT);
    assert.equal((await read(marked, 'utf-8')).text, TEXT);
  });

  it('does not depend on the pieces in which the bytes come', async () => {
    const long = Buffer.from('a,'.repeat(40_000) + TEXT.repeat(30_000));
    for (const size of [1021, 65_537]) assert.equal((await read(long, undefined, size)).text, String(long));
    const gb = Buffer.concat(Array.from({ length: 20_000 }, () => GB));
    assert.deepEqual(await read(gb, undefined, 777), { text: TEXT.repeat(20_000), encoding: 'gb18030' });
  });

  it('that is another than was declared is refused: IMPORT_ENCODING', async () => {
    await assert.rejects(read(GB, 'utf-8'), fault('IMPORT_ENCODING'));
    await assert.rejects(read(utf8, 'gb18030'), fault('IMPORT_ENCODING'));
    await assert.rejects(read(marked, 'gb18030'), fault('IMPORT_ENCODING'));
  });

  it('that cannot be told, is none of the two or changes is refused: IMPORT_ENCODING', async () => {
    // Two bytes that are a character in both.
    await assert.rejects(read(Buffer.from([0xc4, 0xa3])), fault('IMPORT_ENCODING'));
    await assert.rejects(read(Buffer.from(`name,${TEXT}`, 'utf16le')), fault('IMPORT_ENCODING'));
    await assert.rejects(read(Buffer.from([0x41, 0xff, 0xff])), fault('IMPORT_ENCODING'));
    for (const order of ['fffe', 'feff'])
      await assert.rejects(read(Buffer.from(`${order}d5c5c8fd`, 'hex')), fault('IMPORT_ENCODING'));
    await assert.rejects(read(Buffer.from(TEXT.repeat(2)).subarray(0, -1)), fault('IMPORT_ENCODING'));
    const changing = Buffer.concat([Buffer.from(TEXT.repeat(20_000)), GB]);
    await assert.rejects(read(changing), fault('IMPORT_ENCODING'));
  });

  it('with a NUL anywhere is none: IMPORT_ENCODING', async () => {
    for (const bytes of [
      Buffer.from('name\0,level'),
      Buffer.from(`${TEXT}\0`),
      Buffer.concat([GB, Buffer.alloc(1)]),
    ])
      for (const declared of [undefined, 'utf-8', 'gb18030'] as const)
        await assert.rejects(read(bytes, declared), fault('IMPORT_ENCODING'));
    const late = Buffer.concat([Buffer.from('a,'.repeat(60_000)), Buffer.alloc(1), Buffer.from('b')]);
    await assert.rejects(read(late, undefined, 4096), fault('IMPORT_ENCODING'));
  });

  it('has one byte order mark at most: a second one is a character of the heading', async () => {
    const twice = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), marked]);
    assert.equal((await read(twice)).text, `\ufeff${TEXT}`);
  });
});

async function* text(...parts: string[]): AsyncGenerator<string> {
  yield* parts;
}

async function all<T>(from: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const each of from) found.push(each);
  return found;
}

describe('the records of an import', () => {
  it('of CSV have quotes, line breaks in cells and numbers as a table shows them', async () => {
    const records = await all(csvRecords(text('a,b\r\n"x, ""y""', '\nz",2\r\n\r\nlast,3')));
    assert.deepEqual(records, [
      { row: 1, value: ['a', 'b'] },
      { row: 2, value: ['x, "y"\nz', '2'] },
      { row: 4, value: ['last', '3'] },
    ]);
  });

  it('with quotes that do not fit are none: IMPORT_MALFORMED', async () => {
    await assert.rejects(all(csvRecords(text('a,b\n"open,2'))), fault('IMPORT_MALFORMED'));
    await assert.rejects(all(csvRecords(text('a,b\n"x"y,2'))), fault('IMPORT_MALFORMED'));
    await assert.rejects(all(csvRecords(text('a,b\nx"y,2'))), fault('IMPORT_MALFORMED'));
  });

  it('that are too long are none: IMPORT_TOO_LONG', async () => {
    const long = 'x'.repeat(70_000);
    await assert.rejects(all(csvRecords(text('a\n', long))), fault('IMPORT_TOO_LONG'));
    await assert.rejects(all(ndjsonRecords(text(`{"a":"${long}"}\n`))), fault('IMPORT_TOO_LONG'));
    await assert.rejects(all(ndjsonRecords(text(long))), fault('IMPORT_TOO_LONG'));
  });

  it('are so many and not one more: IMPORT_TOO_LONG', async () => {
    const { definition } = schemaOf('vocational-skill-level');
    const lines = async function* (count: number): AsyncGenerator<string> {
      for (let i = 0; i < count; i += 1000) yield '0\n'.repeat(Math.min(1000, count - i));
    };
    let rows = 0;
    const read = async (): Promise<void> => {
      for await (const _row of rowsOf(definition, 'ndjson', lines(MOST_IMPORT_ROWS + 1))) rows++;
    };
    await assert.rejects(read, fault('IMPORT_TOO_LONG'));
    assert.equal(rows, MOST_IMPORT_ROWS);
  });

  it('of NDJSON are strict JSON, one a line', async () => {
    const records = await all(
      ndjsonRecords(text('{"a":1}\n\n{"a":', '2}\n{"a":1,"a":2}\n{"__proto__":1}\nnull')),
    );
    assert.deepEqual(records, [
      { row: 1, value: { a: 1 } },
      { row: 3, value: { a: 2 } },
      { row: 4, value: undefined },
      { row: 5, value: undefined },
      { row: 6, value: null },
    ]);
  });
});

describe('the columns of an import', () => {
  const { definition } = schemaOf('vocational-skill-level');
  const heading = [
    '姓名',
    'citizenNumber',
    '职业名称',
    '等级',
    '评价机构.名称',
    'assessor.uscc',
    '证书编号',
    '发证日期',
    '理论成绩',
  ];

  it('are named by field or by Chinese label; codes may be written as their labels', () => {
    const columns = columnsOf(definition, heading);
    const cells = [
      '张三',
      '44000019910101001x',
      '电工',
      '三级（高级工）',
      '评价',
      '91',
      'S1',
      '2026-03-01',
      '80',
    ];
    assert.deepEqual(claimsOf(columns, cells), {
      ok: true,
      claims: {
        name: '张三',
        citizenNumber: '44000019910101001X',
        occupation: '电工',
        level: '3',
        assessor: { name: '评价', uscc: '91' },
        certificateNo: 'S1',
        issuedOn: '2026-03-01',
        theoryScore: 80,
      },
    });
  });

  it('that are no fields, stand twice or are missing are refused: IMPORT_COLUMNS', () => {
    const wrong = [
      [...heading, '张三'],
      [...heading, '姓名'],
      [...heading, 'name'],
      heading.slice(1),
      heading.filter((name) => name !== 'assessor.uscc'),
      [...heading, '__proto__'],
      [...heading, 'assessor'],
    ];
    for (const each of wrong) assert.throws(() => columnsOf(definition, each), fault('IMPORT_COLUMNS'));
  });

  it('of a row are as many as those of the heading: ROW_COLUMNS', () => {
    const columns = columnsOf(definition, heading);
    assert.deepEqual(claimsOf(columns, ['张三']), { ok: false, faults: [{ code: 'ROW_COLUMNS' }] });
  });

  it('hold no formula and no character that was lost: ROW_FORMULA, ROW_GARBLED', () => {
    const columns = columnsOf(definition, heading);
    const codeOf = (cell: string) => {
      const found = claimsOf(columns, [cell, ...Array.from({ length: 8 }, () => '')]);
      return found.ok ? undefined : found.faults;
    };
    const full = ['＝1+1', '＋1', '－1', '＠SUM(A1)', '｜x', ' ＝1'];
    for (const cell of ['=1+1', '+86', '-1', '@SUM(A1)', '\t=1', ' =cmd|1', '|x', '\r=1', '\n=1', ...full])
      assert.deepEqual(codeOf(cell), [{ field: 'name', code: 'ROW_FORMULA' }], JSON.stringify(cell));
    assert.deepEqual(codeOf('张\ufffd'), [{ field: 'name', code: 'ROW_GARBLED' }]);
    assert.equal(codeOf('张-三'), undefined);
  });
});
