import assert from 'node:assert/strict';
import { element, escapeXml, readXml, XmlError, type XmlCode } from '../../src/xml/index.js';

const read = (text: string): ReturnType<typeof readXml> => readXml(new TextEncoder().encode(text));

function refuses(text: string, code: XmlCode): void {
  assert.throws(
    () => read(text),
    (error) => error instanceof XmlError && error.code === code,
    `${code}: ${text.slice(0, 60)}`,
  );
}

describe('strict XML', () => {
  it('reads elements, attributes, text, CDATA and characters, whatever the prefix', () => {
    const root = read(
      '\ufeff<?xml version="1.0" encoding="utf-8"?>\n<!-- c --><o:a xmlns:o="urn:o" x=\'1 &lt;\'><b>甲&#x4e59;&amp;</b><![CDATA[<&>]]><o:c/> </o:a>\n',
    );
    assert.deepEqual(root, {
      name: 'a',
      namespace: 'urn:o',
      attributes: new Map([['x', '1 <']]),
      children: [
        { name: 'b', namespace: '', attributes: new Map(), children: [], text: '甲乙&' },
        { name: 'c', namespace: 'urn:o', attributes: new Map(), children: [], text: '' },
      ],
      text: '<&> ',
    });
  });

  it('refuses document types, entities and processing instructions', () => {
    refuses('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 'XML_FORBIDDEN');
    refuses('<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', 'XML_FORBIDDEN');
    refuses('<a>&b;</a>', 'XML_FORBIDDEN');
    refuses('<a>&lt</a>', 'XML_FORBIDDEN');
    refuses('<a>&#0;</a>', 'XML_FORBIDDEN');
    refuses('<a>&#xD800;</a>', 'XML_FORBIDDEN');
    refuses('<a><?php x?></a>', 'XML_FORBIDDEN');
    refuses('<?xml version="1.0" encoding="GBK"?><a/>', 'XML_FORBIDDEN');
    refuses('<?xml-stylesheet href="x"?><a/>', 'XML_FORBIDDEN');
  });

  it('refuses what is not well-formed', () => {
    for (const text of [
      '',
      'a',
      '<a>',
      '<a></b>',
      '<a/><b/>',
      '<a/>x',
      '<a b="1" b="2"/>',
      '<a b=1/>',
      '<a b="<"/>',
      '<a b="1"c="2"/>',
      '<p:a/>',
      '<a p:b="1"/>',
      '<a xmlns:p=""/>',
      '<a:b:c xmlns:a="u"/>',
      '<a><!-- -- --></a>',
      '<a>]]></a>',
      '<a\u0001/>',
      '<1/>',
      '< a/>',
    ])
      refuses(text, 'XML_MALFORMED');
    assert.throws(() => readXml(Uint8Array.of(0x3c, 0x61, 0xff, 0x2f, 0x3e)), { code: 'XML_MALFORMED' });
  });

  it('is bounded in depth, number and size', () => {
    refuses('<a>'.repeat(70) + '</a>'.repeat(70), 'XML_LIMITS');
    refuses(`<a>${'<b/>'.repeat(400_001)}</a>`, 'XML_LIMITS');
    refuses(`<a ${Array.from({ length: 65 }, (_, i) => `b${String(i)}=""`).join(' ')}/>`, 'XML_LIMITS');
    assert.throws(() => readXml(new Uint8Array(9 * 1024 * 1024)), { code: 'XML_LIMITS' });
  });

  it('reads what it writes', () => {
    const text = '<甲> & "乙" \u{20000}\t\n\r';
    const root = read(element('a', { b: text, c: 3, d: undefined }, escapeXml(text)));
    assert.equal(root.text, text);
    assert.deepEqual(
      [...root.attributes],
      [
        ['b', text],
        ['c', '3'],
      ],
    );
    assert.equal(read(element('a', {}, escapeXml('\u0000\ud800\uffff'))).text, '\ufffd\ufffd\ufffd');
  });
});
