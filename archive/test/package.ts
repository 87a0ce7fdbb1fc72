import { nativeProvider } from '@renxin/seal/native';
import { openBundle } from '../src/bundle/index.js';
import {
  checkFourProperties,
  draftPackage,
  makePackage,
  type About,
  type FourPropertyReport,
  type Draft,
} from '../src/package/index.js';
import { verify } from '../src/verify/index.js';
import { makeBundle, tellStory, trustFor, type Story } from './fixture.js';
import { activation, text } from './pki.js';

export const provider = nativeProvider;
export const NOW = new Date('2026-03-01T12:00:00.000Z');
export const ARCHIVE = 'ar-0011223344556677';

/** A story whose document declares PDF/A, as the platform's documents do. */
export async function tellArchivedStory(): Promise<Story> {
  const document = text(`%PDF-1.7\n% pdfaid:part 3\n${'stands for a rendered contract\n'.repeat(20)}%%EOF\n`);
  return tellStory({ seed: 'archive', document });
}

export function aboutOf(story: Story): About {
  return {
    archive: ARCHIVE,
    fonds: '11330000TX00000365',
    title: '电子劳动合同归档件（演示）',
    responsible: { id: 'guangdong', name: '广东演示厅' },
    retention: '10-years',
    security: 'internal',
    access: 'controlled',
    createdAt: story.test.clock.now.toISOString(),
  };
}

export interface Packed {
  readonly story: Story;
  readonly trust: Uint8Array;
  readonly bundle: Uint8Array;
  readonly draft: Draft;
  readonly report: FourPropertyReport;
  readonly bytes: Uint8Array;
}

/** A package made as its maker makes it: evidence verified, four-property check, signature. */
export async function packed(change: (draft: Draft) => Draft = (draft) => draft): Promise<Packed> {
  const story = await tellArchivedStory();
  const bundle = await makeBundle(story);
  const trust = await trustFor(story);
  const [found] = await verify([{ name: 'b.zip', bytes: bundle }], { provider, now: NOW, trust });
  const draft = change(draftPackage(openBundle(bundle), aboutOf(story), provider));
  const report = checkFourProperties(
    {
      payload: draft.payload,
      provider,
      evidence: found?.verdict ?? 'undetermined',
      isKnown: false,
      isRegistered: undefined,
    },
    { archive: ARCHIVE, stage: 'GD', by: 'guangdong', at: draft.index.createdAt },
  );
  const maker = { by: 'guangdong', signer: story.test.organisations.guangdong, activation, provider };
  const bytes = await makePackage(draft.payload, draft.index, report, maker);
  return { story, trust, bundle, draft, report, bytes };
}
