import { deflateSync } from 'node:zlib';
import { writeSeal, type SealContent, type SealTrust } from '../../src/eseal/index.js';
import {
  writeOfd,
  type OfdContent,
  type PageContent,
  type Sealer,
  type SealingPlan,
} from '../../src/ofd/index.js';
import { verifyOfd, type OfdReport } from '../../src/ofd/index.js';
import { timeStampRequest } from '../../src/tsa/index.js';
import { crc32 } from '../../src/zip/crc.js';
import {
  activation,
  authorityOf,
  createWorld,
  days,
  issueUnder,
  listOf,
  NONCE,
  provider,
  T0,
  type Holder,
  type World,
} from '../world.js';

/** A world of seals: two who seal, a maker under another root, a time-stamp authority. */
export interface SealWorld {
  readonly people: World;
  readonly makers: World;
  readonly maker: Holder;
  readonly employer: Holder;
  readonly trust: SealTrust;
  /** DER of the seals of `people.person` and `employer`. */
  readonly seals: { readonly worker: Uint8Array; readonly employer: Uint8Array };
}

export async function createSealWorld(): Promise<SealWorld> {
  const people = await createWorld('SM2', 'people');
  const makers = await createWorld('SM2', 'makers');
  const maker = await issueUnder({ ...makers, issuer: makers.province }, 'seal-maker');
  const employer = await issueUnder({ ...people, issuer: people.province }, 'organisation');
  const world = { people, makers, maker };
  return {
    ...world,
    employer,
    trust: {
      signers: [people.root.certificate],
      makers: [makers.root.certificate],
      timeStamps: [people.root.certificate],
    },
    seals: {
      worker: await makeSeal(world, people.person, { type: 2, name: '测试工人' }),
      employer: await makeSeal(world, employer, {}),
    },
  };
}

export function makeSeal(
  { makers, maker }: Pick<SealWorld, 'makers' | 'maker'>,
  holder: Holder,
  overrides: Partial<SealContent>,
): Promise<Uint8Array> {
  return writeSeal(
    {
      vendor: 'RENXIN',
      esId: '44010000000001',
      type: 1,
      name: '演示科技有限公司',
      signers: { kind: 'certificates', certificates: [holder.certificate] },
      createdAt: days(-10),
      validFrom: days(-10),
      validUntil: days(100),
      picture: { type: 'PNG', data: PICTURE, width: 40, height: 40 },
      ...overrides,
    },
    {
      signer: maker.signer,
      certificate: maker.certificate,
      chain: [makers.province.certificate],
      crls: makers.crls,
      activation,
    },
  );
}

export function sealerOf({ people }: Pick<SealWorld, 'people'>, holder: Holder): Sealer {
  const authority = authorityOf(people);
  return {
    signer: holder.signer,
    certificate: holder.certificate,
    chain: [people.province.certificate],
    crls: people.crls,
    activation,
    timeStamp: (value) =>
      authority.respond(
        timeStampRequest({
          digest: provider.hash('SM3', value),
          algorithm: 'SM3',
          nonce: NONCE,
          certReq: true,
        }),
      ),
    provider,
  };
}

export const plan = (overrides: Partial<SealingPlan> & Pick<SealingPlan, 'seal'>): SealingPlan => ({
  stamps: [{ kind: 'normal', page: 1, x: 120, y: 200 }],
  at: T0,
  close: false,
  ...overrides,
});

export function check({ trust }: Pick<SealWorld, 'trust'>, document: Uint8Array): OfdReport {
  return verifyOfd({ document, trust, now: days(1), provider });
}

/** Code of the whole, and of each signature. */
export function codes(report: OfdReport): readonly string[] {
  return [report.code, ...report.signatures.map((each) => each.code)];
}

export const line = (text: string, y: number): PageContent['objects'][number] => ({
  kind: 'text',
  text,
  x: 30_000,
  y,
  size: 4_000,
  font: 0,
  advances: Array.from(text)
    .slice(1)
    .map(() => 4_000),
  colour: [0, 0, 0],
});

export function content(pages: number): OfdContent {
  return {
    id: '5e07a151ff9847bea6b5e12b9d7c6e9a',
    title: '劳动合同（演示）',
    created: T0,
    fonts: [{ name: 'Test', family: 'Test', bold: false, bytes: Uint8Array.of(0, 1, 0, 0) }],
    pages: Array.from({ length: pages }, (_, i) => ({
      width: 210_000,
      height: 297_000,
      objects: [
        line(`第${String(i + 1)}页`, 40_000),
        line('甲方（盖章）', 240_000),
        {
          kind: 'path',
          path: [
            ['M', 30_000, 50_000],
            ['L', 180_000, 50_000],
          ],
          stroke: { colour: [0, 0, 0], width: 100 },
        },
      ],
    })),
    attachments: [{ name: 'content.json', format: 'JSON', bytes: new TextEncoder().encode('{}') }],
  };
}

export function document(pages = 2): Uint8Array {
  return writeOfd(content(pages));
}

/** A red square of 64 pixels, PNG. */
export const PICTURE = png(64, [200, 0, 0, 255]);

function png(side: number, pixel: readonly number[]): Uint8Array {
  const row = Buffer.from([0, ...Array.from({ length: side }, () => pixel).flat()]);
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const around = Buffer.alloc(8);
    around.writeUInt32BE(data.length, 0);
    around.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([around.subarray(0, 4), body, around.subarray(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head.set([8, 6, 0, 0, 0], 8);
  return new Uint8Array(
    Buffer.concat([
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]),
      chunk('IHDR', head),
      chunk('IDAT', deflateSync(Buffer.concat(Array.from({ length: side }, () => row)))),
      chunk('IEND', Buffer.alloc(0)),
    ]),
  );
}

/** A later list for renewed checks. */
export { listOf, T0, days };
