import assert from 'node:assert/strict';
import { createHash, createHmac, hash } from 'node:crypto';
import smCrypto from 'sm-crypto';
import { toBase64url } from '../../src/canonical/index.js';
import { laborContract } from '../../src/contracts/index.js';
import { checkCitizenNumber } from '../world/citizen-numbers.js';
import { ConsentStory } from '../world/consent-story.js';
import { CertificateStory, certificateWorld } from '../world/certificate-story.js';
import { Story } from '../world/contract-story.js';
import type { World } from '../world/world.js';

/**
 * Two synthetic people live on the ledger: each works for two employers, lets a bank read data of two provinces and holds certificates. Then everything that
 * the ledger holds, state and commands, is searched with the full list of identity numbers of a place, whose people they
 * are: nothing on the ledger is such a number, a name, a telephone number or a digest of them, alone or joined; and
 * nothing in one relation of a person stands in another one.
 */

interface Person {
  readonly name: string;
  readonly number: string;
  readonly phone: string;
}

const PEOPLE: readonly Person[] = [
  { name: '测试甲', number: '440000199001011234', phone: '19900000001' },
  { name: '测试乙', number: '440000199003042288', phone: '19900000002' },
].map((person) => ({ ...person, number: checkCitizenNumber(person.number.slice(0, 17)) }));

/** Relations: where a person has an identifier, random and of no other relation. */
const RELATIONS = [
  ['employment', 'employer'],
  ['employment', 'other-employer'],
  ['consent', 'province-44'],
  ['consent', 'province-31'],
  ['credential', 'province-44'],
  ['credential', 'province-31'],
] as const;

interface Life {
  readonly world: World;
  /** Canonical JSON of state and commands, one text each. */
  readonly texts: readonly string[];
  readonly identifiers: readonly (readonly string[])[];
}

describe('the ledger and a full list of identity numbers', () => {
  let life: Life;
  before(async () => {
    life = await live();
  });

  it('link nobody: no number, name or telephone number stands there', () => {
    for (const { name, number, phone } of PEOPLE) {
      for (const text of life.texts) {
        for (const personal of [name, number, number.toLowerCase(), phone, number.slice(6, 14)]) {
          assert.ok(!text.includes(personal));
        }
      }
    }
  });

  it('link nobody: no digest of any number of the place, alone or joined with what goes with it', function () {
    this.timeout(30_000);
    const values = new Set(life.texts.flatMap((text) => bytesIn(text)));
    assert.ok(values.size > 100);
    const numbers = placeNumbers();
    assert.ok(PEOPLE.every(({ number }) => numbers.includes(number)));
    for (const number of numbers) {
      assert.ok(!values.has(hash('sha256', number)));
      assert.ok(!values.has(hash('sm3', number)));
    }
    // The two people themselves with everything that the platform knows about them, in SM3 as well.
    for (const person of PEOPLE) {
      for (const guess of guesses(person)) {
        for (const found of digests(guess)) assert.ok(!values.has(found));
      }
    }
  });

  it('would be linked by a digest that is not salted: the search finds one that is put there', () => {
    const [person] = PEOPLE;
    const planted = JSON.stringify({
      proof: toBase64url(createHash('sha256').update(person!.number).digest()),
    });
    const values = new Set([...life.texts, planted].flatMap((text) => bytesIn(text)));
    assert.ok(placeNumbers().some((number) => values.has(hash('sha256', number))));
    assert.equal(hash('sm3', person!.number), smCrypto.sm3(person!.number));
    const sm3 = JSON.stringify({ proof: toBase64url(Buffer.from(smCrypto.sm3(person!.number), 'hex')) });
    const withSm3 = new Set(bytesIn(sm3));
    assert.ok(guesses(person!).some((guess) => digests(guess).some((found) => withSm3.has(found))));
  });

  it('say of no two relations that they are one person’s: they share no value', () => {
    const strangers = (own: readonly string[]) =>
      life.identifiers.flat().filter((each) => !own.includes(each));
    for (const own of life.identifiers) {
      for (const [one, other] of pairsOf(own)) {
        assert.ok(valuesAbout(life.texts, one).size > 10);
        assert.deepEqual(sharedBy(life.texts, one, other, strangers(own)), [], `${one} and ${other}`);
      }
    }
    const [[one, other] = [], [stranger] = []] = life.identifiers;
    const planted = [one, other].map((each) => JSON.stringify({ each, proof: 'the-same-salt-in-both' }));
    const shared = sharedBy([...life.texts, ...planted], one!, other!, [stranger!]);
    assert.deepEqual(shared, ['the-same-salt-in-both']);
  });

  it('do not even put two relations of one person into one command', () => {
    for (const own of life.identifiers) {
      for (const text of life.texts)
        assert.ok(own.filter((identifier) => text.includes(identifier)).length <= 1);
    }
  });
});

/** Everything of stories 1 to 3 for every person and relation; commitments are salted with what only the test knows. */
async function live(): Promise<Life> {
  const world = await certificateWorld();
  const identifiers: string[][] = [];
  for (const [i, person] of PEOPLE.entries()) {
    const own: string[] = [];
    for (const [relation, towards] of RELATIONS) {
      const identifier = `p-${random(`${person.number} ${relation} ${towards}`).toString('hex').slice(0, 32)}`;
      own.push(identifier);
      await world.bind(identifier, {
        relation,
        towards,
        proof: commitment(person, `${relation} ${towards}`),
      });
      if (relation === 'employment') await work(world, identifier, towards, `c-${String(i)}-${towards}`);
      if (relation === 'consent') await consentTo(world, identifier, towards, `g-${String(i)}-${towards}`);
      if (relation === 'credential' && towards === 'province-44')
        await certify(world, identifier, `v-${String(i)}`);
    }
    identifiers.push(own);
  }
  const state = [...world.ledger.state].map(
    ([key, value]) => `${key} ${Buffer.from(value).toString('utf8')}`,
  );
  return { world, texts: [...state, ...world.ledger.log], identifiers };
}

async function work(world: World, worker: string, employer: string, contract: string): Promise<void> {
  const story = new Story(world, contract, worker, employer);
  await story.concluded();
  await story.deliver();
  await story.acknowledge();
  await story.amend(1);
  await story.hold('hold', 'court');
  await story.hold('release', 'court');
  await story.export(worker);
  await story.dissolve('36', '2026-04-30', [worker, employer]);
  await world.ledger.query(laborContract.operations.contract, { contract });
}

async function consentTo(world: World, citizen: string, source: string, name: string): Promise<void> {
  const story = new ConsentStory(world, name, citizen, source);
  if (!world.ledger.state.has(`catalogue:${source}`)) await story.publish();
  await story.granted();
  await story.use(`a-${name}`);
  await story.revoke();
  await story.confirmDeletion();
  const unwanted = new ConsentStory(world, `r-${name}`, citizen, source, 'employer');
  await unwanted.request();
  await unwanted.refuse();
  const order = new ConsentStory(world, `o-${name}`, citizen, source);
  await order.order();
  await order.use(`b-${name}`, { recipient: 'court' });
}

/** Story 2: issued, renewed, moved to another province; towards which the person has another identifier as well. */
async function certify(world: World, holder: string, id: string): Promise<void> {
  const story = new CertificateStory(world, `${id}-1`, holder);
  await story.assessed(`q-${id}`);
  await story.issue({ process: [`q-${id}`] });
  await story.setAside();
  await story.takeUp();
  await story.suspend();
  await story.reinstate();
  const renewed = new CertificateStory(world, `${id}-2`, holder);
  await renewed.issue({ predecessor: `${id}-1` });
  await renewed.transferOut();
  await new CertificateStory(world, `${id}-3`, holder).transferIn(`${id}-2`);
}

/** Bytes that nobody outside can guess, the same at every run of the test. */
function random(words: string): Buffer {
  return createHmac('sha256', 'only this test knows').update(words).digest();
}

/** A salted commitment to a person's number and name, as an identity authority makes it. */
function commitment(person: Person, words: string): string {
  const about = createHash('sha256').update(JSON.stringify(person)).digest();
  return toBase64url(
    createHash('sha256')
      .update(random(`salt ${words} ${person.number}`))
      .update(about)
      .digest(),
  );
}

/** Every identity number of the place 440000 whose bearer was born in 1990: 365 days, 1000 each. */
function placeNumbers(): string[] {
  const numbers: string[] = [];
  for (let day = Date.UTC(1990, 0, 1); day < Date.UTC(1991, 0, 1); day += 86_400_000) {
    const date = new Date(day).toISOString().slice(0, 10).replaceAll('-', '');
    for (let order = 0; order < 1000; order++) {
      numbers.push(checkCitizenNumber(`440000${date}${String(order).padStart(3, '0')}`));
    }
  }
  return numbers;
}

/** What somebody who knows a person would try. */
function guesses({ name, number, phone }: Person): string[] {
  const parts = [name, number, phone];
  const alone = [...parts, number.toLowerCase()];
  const pairs = parts.flatMap((a) =>
    parts.filter((b) => b !== a).flatMap((b) => ['', '|', ',', ':'].map((j) => a + j + b)),
  );
  const objects = [
    { name, number },
    { name, idNo: number },
    { citizenNumber: number, name },
  ].map((each) => JSON.stringify(each));
  return [...alone, ...pairs, ...objects];
}

/** In hexadecimal; of a long digest also the first half. */
function digests(text: string): string[] {
  const once = ['sha256', 'sm3', 'sha1', 'md5', 'sha512'].map((name) => hash(name, text));
  const twice = hash('sha256', Buffer.from(hash('sha256', text), 'hex'));
  return [...once, ...once.map((each) => each.slice(0, 40)), ...once.map((each) => each.slice(0, 32)), twice];
}

/**
 * Every string of a text as bytes (base64url, hexadecimal and as it is), and the beginnings of those that an id could be
 * cut from.
 */
function bytesIn(text: string): string[] {
  return [...text.matchAll(/[A-Za-z0-9_-]{16,}/g)].flatMap(([word]) => {
    const read = [Buffer.from(word, 'base64url'), Buffer.from(word, 'hex'), Buffer.from(word)];
    return read
      .flatMap((bytes) => [bytes, bytes.subarray(0, 20), bytes.subarray(0, 16)])
      .map((b) => b.toString('hex'));
  });
}

/** Values that stand beside both identifiers and beside no stranger's: those would say that the two are one person's. */
function sharedBy(
  texts: readonly string[],
  one: string,
  other: string,
  strangers: readonly string[],
): string[] {
  const [first, second] = [valuesAbout(texts, one), valuesAbout(texts, other)];
  const common = new Set(strangers.flatMap((each) => [...valuesAbout(texts, each)]));
  return [...first].filter((value) => second.has(value) && !common.has(value));
}

/** Every string of eight characters or more that stands in a text together with an identifier. */
function valuesAbout(texts: readonly string[], identifier: string): Set<string> {
  const about = texts.filter((each) => each.includes(identifier));
  return new Set(about.flatMap((text) => [...text.matchAll(/"([^"]{8,})"/g)].map(([, word]) => word!)));
}

function pairsOf(all: readonly string[]): [string, string][] {
  return all.flatMap((one) =>
    all.filter((other) => other !== one).map((other): [string, string] => [one, other]),
  );
}
