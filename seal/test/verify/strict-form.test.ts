import type { KeyAlgorithm } from '../../src/x509/index.js';
import assert from 'node:assert/strict';
import { concat } from '../../src/asn1/index.js';
import { integer, octetString, oid, sequence, setOf } from '../../src/asn1/write.js';
import { ATTRIBUTE_SIGNING_TIME } from '../../src/asn1/oids.js';
import { verifyDocumentSignature, verifyTimeStampToken } from '../../src/verify/index.js';
import { SUITE } from '../../src/x509/index.js';
import {
  authorityOf,
  createWorld,
  DOCUMENT,
  provider,
  requestFor,
  signWith,
  T0,
  type World,
} from '../world.js';
import { at, derOf, replaceOid, treeOf, type Tree } from './tree.js';

/** Where things stand in ContentInfo { SignedData } of a document signature. */
const SIGNED_DATA = [1, 0] as const;
const SIGNER = [...SIGNED_DATA, 5, 0] as const;

for (const algorithm of ['SM2', 'P-256', 'RSA'] as const) {
  describe(`strict form of document signatures with ${algorithm}`, () => {
    let world: World<KeyAlgorithm>;
    let cms: Uint8Array;
    before(async () => {
      world = await createWorld(algorithm);
      cms = await signWith(world);
    });

    const code = (der: Uint8Array): string =>
      verifyDocumentSignature({
        cms: der,
        document: DOCUMENT,
        roots: [world.root.certificate],
        at: T0,
        crls: world.crls,
        provider,
      }).code;

    const cases: readonly [string, string, (tree: Tree) => void][] = [
      ['nothing changed', 'OK', () => undefined],
      ['version 3', 'FORMAT', (tree) => (at(tree, ...SIGNED_DATA, 0).content = Uint8Array.of(3))],
      ['version 3 of the signer', 'FORMAT', (tree) => (at(tree, ...SIGNER, 0).content = Uint8Array.of(3))],
      ['no digest algorithm', 'FORMAT', (tree) => (at(tree, ...SIGNED_DATA, 1).members = [])],
      [
        'two digest algorithms',
        'FORMAT',
        (tree) => at(tree, ...SIGNED_DATA, 1).members.push(treeOf(sequence(oid('2.16.840.1.101.3.4.2.9')))),
      ],
      [
        'the content inside',
        'FORMAT',
        (tree) =>
          at(tree, ...SIGNED_DATA, 2).members.push({
            tag: 0xa0,
            members: [treeOf(octetString(DOCUMENT))],
            content: new Uint8Array(),
          }),
      ],
      [
        'another content type',
        'FORMAT',
        (tree) => (at(tree, ...SIGNED_DATA, 2).members = [treeOf(oid('1.2.840.113549.1.7.5'))]),
      ],
      ['no signer', 'FORMAT', (tree) => (at(tree, ...SIGNED_DATA, 5).members = [])],
      ['two signers', 'FORMAT', (tree) => at(tree, ...SIGNED_DATA, 5).members.push(at(tree, ...SIGNER))],
      [
        'unsigned attributes',
        'FORMAT',
        (tree) =>
          at(tree, ...SIGNER).members.push({
            tag: 0xa1,
            members: [attribute('1.2.3')],
            content: new Uint8Array(),
          }),
      ],
      ['another serial number', 'FORMAT', (tree) => (at(tree, ...SIGNER, 1, 1).content = Uint8Array.of(1))],
      ['no certificates', 'FORMAT', (tree) => at(tree, ...SIGNED_DATA).members.splice(3, 1)],
      ['an empty set of lists', 'FORMAT', (tree) => (at(tree, ...SIGNED_DATA, 4).members = [])],
      ['certificates out of order', 'NOT_DER', (tree) => at(tree, ...SIGNED_DATA, 3).members.reverse()],
      ['lists out of order', 'NOT_DER', (tree) => at(tree, ...SIGNED_DATA, 4).members.reverse()],
      ['attributes out of order', 'NOT_DER', (tree) => at(tree, ...SIGNER, 3).members.reverse()],
      [
        'an attribute twice',
        'FORMAT',
        (tree) => at(tree, ...SIGNER, 3).members.splice(1, 0, at(tree, ...SIGNER, 3, 0)),
      ],
      ['an attribute less', 'FORMAT', (tree) => at(tree, ...SIGNER, 3).members.splice(0, 1)],
      [
        'an attribute with two values',
        'FORMAT',
        (tree) => at(tree, ...SIGNER, 3, 6, 1).members.push(at(tree, ...SIGNER, 3, 6, 1, 0)),
      ],
      [
        'SHA-1 as digest',
        'ALG',
        (tree) => assert.equal(replaceOid(tree, SUITE[algorithm].hashOid, '1.3.14.3.2.26') > 1, true),
      ],
      [
        'MD5 as digest',
        'ALG',
        (tree) => assert.equal(replaceOid(tree, SUITE[algorithm].hashOid, '1.2.840.113549.2.5') > 1, true),
      ],
      [
        'SHA-1 as digest in one place only',
        'FORMAT',
        (tree) =>
          assert.equal(replaceOid(at(tree, ...SIGNED_DATA, 1), SUITE[algorithm].hashOid, '1.3.14.3.2.26'), 1),
      ],
      [
        'RSA with SHA-1 as signature',
        'ALG',
        (tree) =>
          assert.equal(
            replaceOid(at(tree, ...SIGNER, 4), SUITE[algorithm].signatureOid, '1.2.840.113549.1.1.5'),
            1,
          ),
      ],
      [
        'another suite as signature',
        'ALG',
        (tree) =>
          assert.equal(
            replaceOid(
              at(tree, ...SIGNER, 4),
              SUITE[algorithm].signatureOid,
              SUITE[algorithm === 'SM2' ? 'P-256' : 'SM2'].signatureOid,
            ),
            1,
          ),
      ],
      [
        'parameters of the signature algorithm',
        'ALG',
        (tree) => (at(tree, ...SIGNER, 4).members[1] = treeOf(Uint8Array.of(2, 1, 0))),
      ],
      [
        'NULL parameters of the digest in one place only',
        'FORMAT',
        (tree) => at(tree, ...SIGNER, 2).members.push(treeOf(Uint8Array.of(5, 0))),
      ],
      [
        'a signature of zeros',
        'SIG_VALUE',
        (tree) => (at(tree, ...SIGNER, 5).content = sequence(integer(0), integer(0))),
      ],
      [
        'a signature that is not two numbers',
        'SIG_VALUE',
        (tree) => (at(tree, ...SIGNER, 5).content = Uint8Array.of(1, 2, 3)),
      ],
      [
        'a member after the signature',
        'SIG_VALUE',
        (tree) => {
          const value = at(tree, ...SIGNER, 5);
          value.content = algorithm === 'RSA' ? concat(value.content, integer(1)) : withMember(value.content);
        },
      ],
      [
        'another OID for the whole',
        'FORMAT',
        (tree) => (at(tree, 0).content = treeOf(oid('1.2.156.10197.6.1.4.2.2')).content),
      ],
      ['a member after the whole', 'FORMAT', (tree) => tree.members.push(treeOf(integer(1)))],
    ];
    for (const [what, expected, change] of cases) {
      it(`${expected}: ${what}`, () => {
        const tree = treeOf(cms);
        change(tree);
        assert.equal(code(derOf(tree)), expected);
      });
    }

    it('NOT_DER: encodings that only BER allows, and bytes too many or too few', () => {
      assert.equal(code(Uint8Array.of(...cms, 0)), 'NOT_DER');
      assert.equal(code(cms.slice(0, -1)), 'NOT_DER');
      assert.equal(code(new Uint8Array()), 'NOT_DER');
      const inner = cms.slice(4);
      assert.equal(code(Uint8Array.of(0x30, 0x80, ...inner, 0, 0)), 'NOT_DER');
      assert.equal(code(Uint8Array.of(0x30, 0x83, 0, cms[2] ?? 0, cms[3] ?? 0, ...inner)), 'NOT_DER');
    });

    it('leaves no attribute out of the signature', () => {
      const attributes = at(treeOf(cms), ...SIGNER, 3).members.length;
      for (let i = 0; i < attributes; i++) {
        const tree = treeOf(cms);
        const value = at(tree, ...SIGNER, 3, i, 1, 0);
        const leaf = value.members.length === 0 ? value : deepest(value);
        leaf.content = Uint8Array.from(leaf.content, (byte, k) =>
          k === leaf.content.length - 1 ? byte ^ 1 : byte,
        );
        assert.notEqual(code(derOf(tree)), 'OK', `attribute ${i}`);
      }
      assert.equal(attributes, 7);
      assert.ok(replaceOid(treeOf(cms), ATTRIBUTE_SIGNING_TIME, ATTRIBUTE_SIGNING_TIME) === 1);
    });
  });

  describe(`strict form of time-stamp tokens with ${algorithm}`, () => {
    let world: World<KeyAlgorithm>;
    let response: Uint8Array;
    before(async () => {
      world = await createWorld(algorithm);
      response = await authorityOf(world).respond(requestFor(world));
    });

    const TOKEN_DATA = [1, 1, 0] as const;
    const TOKEN_SIGNER = [...TOKEN_DATA, 5, 0] as const;
    const code = (der: Uint8Array): string =>
      verifyTimeStampToken({
        token: der,
        stamped: { data: DOCUMENT },
        roots: [world.root.certificate],
        now: T0,
        crls: world.crls,
        provider,
      }).code;

    const cases: readonly [string, string, (tree: Tree) => void][] = [
      ['nothing changed', 'OK', () => undefined],
      [
        'a status text',
        'TS_NOT_GRANTED',
        (tree) => at(tree, 0).members.push(treeOf(sequence(Uint8Array.of(0x0c, 1, 0x61)))),
      ],
      ['granted with changes', 'TS_NOT_GRANTED', (tree) => (at(tree, 0, 0).content = Uint8Array.of(1))],
      ['rejected', 'TS_NOT_GRANTED', (tree) => (at(tree, 0, 0).content = Uint8Array.of(2))],
      ['no token', 'FORMAT', (tree) => tree.members.pop()],
      ['version 1', 'FORMAT', (tree) => (at(tree, ...TOKEN_DATA, 0).content = Uint8Array.of(1))],
      ['no content', 'FORMAT', (tree) => at(tree, ...TOKEN_DATA, 2).members.pop()],
      ['two signers', 'FORMAT', (tree) => at(tree, ...TOKEN_DATA, 5).members.push(at(tree, ...TOKEN_SIGNER))],
      [
        'unsigned attributes',
        'FORMAT',
        (tree) =>
          at(tree, ...TOKEN_SIGNER).members.push({
            tag: 0xa1,
            members: [attribute('1.2.3')],
            content: new Uint8Array(),
          }),
      ],
      [
        'SHA-1 as digest',
        'ALG',
        (tree) => assert.equal(replaceOid(tree, SUITE[algorithm].hashOid, '1.3.14.3.2.26') > 1, true),
      ],
      [
        'no signing certificate attribute',
        'ALG',
        (tree) =>
          assert.equal(replaceOid(tree, '1.2.840.113549.1.9.16.2.47', '1.2.840.113549.1.9.16.2.12'), 1),
      ],
    ];
    for (const [what, expected, change] of cases) {
      it(`${expected}: ${what}`, () => {
        const tree = treeOf(response);
        change(tree);
        assert.equal(code(derOf(tree)), expected);
      });
    }
  });
}

function attribute(type: string): Tree {
  return treeOf(sequence(oid(type), setOf([integer(1)])));
}

function withMember(signature: Uint8Array): Uint8Array {
  const tree = treeOf(signature);
  tree.members.push(treeOf(integer(1)));
  return derOf(tree);
}

function deepest(tree: Tree): Tree {
  const last = tree.members.at(-1);
  return last === undefined ? tree : deepest(last);
}
