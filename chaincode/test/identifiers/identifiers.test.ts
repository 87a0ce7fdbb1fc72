import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  certificateCheckCharacter,
  citizenCheckDigit,
  luhnCheckDigit,
  organisationCheckCharacter,
  parseBankCard,
  parseCertificateIdentifier,
  parseCitizenNumber,
  parseUscc,
  provinceOf,
  provinces,
  usccCheckCharacter,
} from '../../src/identifiers/index.js';

const today = '2026-11-23';

describe('citizen number (GB 11643)', () => {
  for (const [number, birthDate, sex, province] of [
    ['11010519491231002X', '1949-12-31', 'female', '11'],
    ['440524188001010014', '1880-01-01', 'male', '44'],
    ['310000199001019015', '1990-01-01', 'male', '31'],
    ['510000198506159024', '1985-06-15', 'female', '51'],
    ['330000198811119041', '1988-11-11', 'female', '33'],
    ['440000199202299032', '1992-02-29', 'male', '44'],
  ] as const)
    it(`accepts ${number}`, () => {
      const parsed = parseCitizenNumber(number, { today });
      assert.ok(parsed.ok);
      assert.deepEqual(
        [parsed.number, parsed.birthDate, parsed.sex, parsed.province.code],
        [number, birthDate, sex, province],
      );
    });

  it('trims and makes a final x upper-case', () => {
    const parsed = parseCitizenNumber(' 11010519491231002x\n');
    assert.ok(parsed.ok);
    assert.equal(parsed.number, '11010519491231002X');
  });

  const refused: readonly (readonly [why: string, text: string, code: string])[] = [
    ['a wrong check digit', '110105194912310021', 'CITIZEN_NUMBER_CHECK_DIGIT'],
    ['X where a digit belongs', '31000019900101901X', 'CITIZEN_NUMBER_CHECK_DIGIT'],
    ['30 February', withCheckDigit('44000019910230903'), 'CITIZEN_NUMBER_DATE'],
    ['29 February of a common year', withCheckDigit('44000019910229903'), 'CITIZEN_NUMBER_DATE'],
    ['29 February 1900', withCheckDigit('44000019000229903'), 'CITIZEN_NUMBER_DATE'],
    ['31 April', withCheckDigit('44000019910431903'), 'CITIZEN_NUMBER_DATE'],
    ['month 13', withCheckDigit('44000019911301903'), 'CITIZEN_NUMBER_DATE'],
    ['day 00', withCheckDigit('44000019911200903'), 'CITIZEN_NUMBER_DATE'],
    ['year 1700', withCheckDigit('44000017001201903'), 'CITIZEN_NUMBER_DATE'],
    ['province 99', withCheckDigit('99000019910228903'), 'CITIZEN_NUMBER_REGION'],
    ['province 16', withCheckDigit('16000019910228903'), 'CITIZEN_NUMBER_REGION'],
    ['a birth date to come', withCheckDigit('44000020261124903'), 'CITIZEN_NUMBER_FUTURE_DATE'],
    ['15 digits', '310000900101901', 'CITIZEN_NUMBER_15_DIGITS'],
    ['17 digits', '31000019900101901', 'CITIZEN_NUMBER_FORM'],
    ['19 digits', '3100001990010190155', 'CITIZEN_NUMBER_FORM'],
    ['a leading zero', '010000199001019015', 'CITIZEN_NUMBER_FORM'],
    ['full-width digits', fullWidth('310000199001019015'), 'CITIZEN_NUMBER_FORM'],
    ['Arabic-Indic digits', '٣١٠٠٠٠١٩٩٠٠١٠١٩٠١٥', 'CITIZEN_NUMBER_FORM'],
    ['a space inside', '310000 199001019015', 'CITIZEN_NUMBER_FORM'],
    ['X in the middle', '3100001990X1019015', 'CITIZEN_NUMBER_FORM'],
    ['a second line', '310000199001019015\n1', 'CITIZEN_NUMBER_FORM'],
    ['nothing', '', 'CITIZEN_NUMBER_FORM'],
  ];
  for (const [why, text, code] of refused)
    it(`refuses ${why}`, () => assert.deepEqual(parseCitizenNumber(text, { today }), { ok: false, code }));

  it('accepts a birth date of today', () =>
    assert.ok(parseCitizenNumber(withCheckDigit('44000020261123903'), { today }).ok));

  it('warns of a county that is unknown and accepts it', () => {
    const warnings = (text: string, counties?: ReadonlySet<string>) => {
      const parsed = parseCitizenNumber(text, counties === undefined ? {} : { counties });
      assert.ok(parsed.ok);
      return parsed.warnings;
    };
    assert.deepEqual(warnings('310000199001019015'), ['CITIZEN_NUMBER_COUNTY_UNKNOWN']);
    assert.deepEqual(warnings('11010519491231002X'), []);
    assert.deepEqual(warnings('11010519491231002X', new Set(['110105'])), []);
    assert.deepEqual(warnings('11010519491231002X', new Set(['110101'])), ['CITIZEN_NUMBER_COUNTY_UNKNOWN']);
  });

  it('finds every single wrong digit and every swap of neighbours', () => {
    const number = '310000199001019015';
    for (let i = 0; i < 18; i++) {
      for (const digit of '0123456789') {
        if (digit === number[i]) continue;
        assert.equal(parseCitizenNumber(number.slice(0, i) + digit + number.slice(i + 1)).ok, false);
      }
      const [a = '', b = ''] = number.slice(i, i + 2);
      if (a !== b && b !== '')
        assert.equal(parseCitizenNumber(number.slice(0, i) + b + a + number.slice(i + 2)).ok, false);
    }
  });

  it('is total', () =>
    fc.assert(fc.property(fc.string(), (text) => typeof parseCitizenNumber(text).ok === 'boolean')));
});

describe('unified social credit code (GB 32100, GB 11714)', () => {
  for (const code of [
    '91350100M000100Y43',
    '91310000TX000001XR',
    '91440000TX0000028W',
    '91330000TX0000116G',
    '91510000TX0000124G',
    '11330000TX00000365',
    '11510000TX00000445',
    '11100000TX00009928',
    '12330000TX0000212Y',
  ])
    it(`accepts ${code}`, () => assert.ok(parseUscc(code).ok));

  it('tells what the code says', () => {
    const parsed = parseUscc(' 91310000tx000001xr ');
    assert.ok(parsed.ok);
    assert.deepEqual(
      [
        parsed.uscc,
        parsed.department,
        parsed.category,
        parsed.region,
        parsed.province?.zh,
        parsed.organisationCode,
      ],
      ['91310000TX000001XR', '9', '1', '310000', '上海', 'TX000001X'],
    );
    const central = parseUscc('11100000TX00009928');
    assert.ok(central.ok);
    assert.equal(central.province, undefined);
  });

  const refused: readonly (readonly [why: string, text: string, code: string])[] = [
    ['a wrong check character', '91310000TX000001XT', 'USCC_CHECK'],
    ['codes in real use that fail it', '91350211M0000XUF46', 'USCC_CHECK'],
    ['codes in real use that fail it (2)', '91350100M0001TGQXM', 'USCC_CHECK'],
    ['the letter O for zero', '9131OOOOTX000001XR', 'USCC_FORM'],
    ['the letter I', '91310000TI000001XR', 'USCC_FORM'],
    ['17 characters', '91310000TX000001X', 'USCC_FORM'],
    ['full-width characters', fullWidth('91310000TX000001XR'), 'USCC_FORM'],
    ['an unknown province', withUsccCheck('91990000TX000001X'), 'USCC_REGION'],
    ['a wrong organisation code inside', withUsccCheck('91310000TX0000011'), 'USCC_ORGANISATION_CHECK'],
    ['a character that grows when made upper-case', '91310000TX000001Xß', 'USCC_FORM'],
  ];
  for (const [why, text, code] of refused)
    it(`refuses ${why}`, () => assert.deepEqual(parseUscc(text), { ok: false, code }));

  it('computes the organisation code of the standard and of the example', () => {
    assert.equal(organisationCheckCharacter('TX000001'), 'X');
    assert.equal(organisationCheckCharacter('M000100Y'), '4');
  });
});

describe('certificate identifier (GB/T 36904, GB/T 17710)', () => {
  it('computes the published vector of MOD 37,36', () =>
    assert.equal(certificateCheckCharacter('A12425GABC1234002'), 'M'));

  for (const identifier of [
    '1.2.156.3005.2.11100000TX00009928001.11330000TX00000365.ZJ2024000001.001.7',
    '1.2.156.3005.2.11100000TX00009928004.11510000TX00000445.SC2024000777.002.D',
    '1.2.156.3005.2.11100000000013338W011.11110000000021135M.20230329701.003.Y',
    '1.2.156.3005.2.11100000000013338W032.11220000013544541J.2430599.001.F',
    '1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U',
    '1.2.156.3005.2.11100000000013338W009.11330105002500287C.2025052201.002.0',
  ])
    it(`accepts ${identifier.slice(15)}`, () => assert.ok(parseCertificateIdentifier(identifier).ok));

  it('tells type, authority, issuer, serial and version', () => {
    const parsed = parseCertificateIdentifier(
      '1.2.156.3005.2.11100000TX00009928001.11330000TX00000365.ZJ2024000001.001.7',
    );
    assert.ok(parsed.ok);
    assert.deepEqual(
      [parsed.type, parsed.authority, parsed.issuer, parsed.serial, parsed.version, parsed.warnings],
      ['11100000TX00009928001', '11100000TX00009928', '11330000TX00000365', 'ZJ2024000001', '001', []],
    );
  });

  it('warns of a code inside that fails its own check', () => {
    const body = '91350211M0000XUF46001' + '91350100M0001TGQXM' + 'A1' + '001';
    const parsed = parseCertificateIdentifier(
      `1.2.156.3005.2.91350211M0000XUF46001.91350100M0001TGQXM.A1.001.${certificateCheckCharacter(body)}`,
    );
    assert.ok(parsed.ok);
    assert.deepEqual(parsed.warnings, ['CERTIFICATE_ID_TYPE_AUTHORITY_USCC', 'CERTIFICATE_ID_ISSUER_USCC']);
  });

  const good = '1.2.156.3005.2.11100000TX00009928001.11330000TX00000365.ZJ2024000001.001.7';
  const refused: readonly (readonly [why: string, text: string, code: string])[] = [
    ['a wrong check character', good.slice(0, -1) + '8', 'CERTIFICATE_ID_CHECK'],
    ['a changed serial', good.replace('000001', '000002'), 'CERTIFICATE_ID_CHECK'],
    ['a changed version', good.replace('.001.7', '.002.7'), 'CERTIFICATE_ID_CHECK'],
    ['another root', good.replace('3005', '3006'), 'CERTIFICATE_ID_FORM'],
    ['lower-case letters', good.toLowerCase(), 'CERTIFICATE_ID_FORM'],
    ['a missing part', good.replace('.001', ''), 'CERTIFICATE_ID_FORM'],
    ['an empty serial', good.replace('ZJ2024000001', ''), 'CERTIFICATE_ID_FORM'],
  ];
  for (const [why, text, code] of refused)
    it(`refuses ${why}`, () => assert.deepEqual(parseCertificateIdentifier(text), { ok: false, code }));
});

describe('bank card (ISO/IEC 7812-1, Luhn)', () => {
  it('computes the published example', () => assert.equal(luhnCheckDigit('7992739871'), '3'));

  it('accepts a valid number, grouped or not', () => {
    const number = '622000000000000000' + luhnCheckDigit('622000000000000000');
    assert.deepEqual(parseBankCard(number), { ok: true, number });
    assert.deepEqual(parseBankCard(number.replace(/(.{4})/g, '$1 ')), { ok: true, number });
  });

  const number = '62200000000000012' + luhnCheckDigit('62200000000000012');
  const refused: readonly (readonly [why: string, text: string, code: string])[] = [
    ['a wrong digit', number.replace('12', '13'), 'BANK_CARD_CHECK_DIGIT'],
    ['swapped neighbours', number.replace('12', '21'), 'BANK_CARD_CHECK_DIGIT'],
    ['too few digits', '62200000000', 'BANK_CARD_FORM'],
    ['too many digits', '62200000000000000000', 'BANK_CARD_FORM'],
    ['full-width digits', fullWidth(number), 'BANK_CARD_FORM'],
    ['letters', '6220000000000O00', 'BANK_CARD_FORM'],
  ];
  for (const [why, text, code] of refused)
    it(`refuses ${why}`, () => assert.deepEqual(parseBankCard(text), { ok: false, code }));
});

describe('province codes (GB/T 2260)', () => {
  it('knows 34 provinces in order', () => {
    assert.equal(provinces.size, 34);
    assert.deepEqual([...provinces.keys()], [...provinces.keys()].sort());
  });
  it('reads codes of two, four and six digits', () => {
    assert.equal(provinceOf('44')?.zh, '广东');
    assert.equal(provinceOf('4403')?.zh, '广东');
    assert.equal(provinceOf('440300')?.zh, '广东');
    for (const region of ['99', '990000', '4', '440', '44030', '4403000', '', '44a300'])
      assert.equal(provinceOf(region), undefined);
  });
});

function withCheckDigit(first17: string): string {
  return first17 + citizenCheckDigit(first17);
}

function withUsccCheck(first17: string): string {
  return first17 + usccCheckCharacter(first17);
}

function fullWidth(text: string): string {
  return [...text]
    .map((character) => String.fromCodePoint((character.codePointAt(0) ?? 0) + 0xfee0))
    .join('');
}
