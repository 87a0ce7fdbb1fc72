import { toBase64url } from '@renxin/chaincode/canonical';
import { pureProvider } from '@renxin/seal/pure';
import type { SealDesignRequest } from '@renxin/wallets/api';
import type { Text } from '../language/language';
import { PageProblem } from '../problem/page-problem';
import type { Application } from './seal-client';
import { words } from './texts';

/** What is filled in. */
export interface Draft {
  type: string;
  design: 'round' | 'square' | 'picture';
  line: string;
  name: string;
  staff: string;
}

export interface Given {
  readonly proof?: File;
  readonly picture?: File;
}

const MOST_PROOF = 32 * 1024 * 1024;
const MOST_PICTURE = 256 * 1024;
/** Millimetres of a side of a picture that is handed in. */
const SIDE = 40;

/** What is wrong, each with the field to which it leads. */
export function faultsOf(
  draft: Draft,
  { proof, picture }: Given,
): readonly { readonly id: string; readonly text: Text }[] {
  const faults = [
    draft.design === 'round' &&
      /\s/.test(draft.line) && {
        id: 'apply-line',
        text: { zh: '下方一行字不能有空格', en: 'The line below the star has no spaces' },
      },
    draft.design === 'picture' &&
      picture === undefined && {
        id: 'apply-picture',
        text: { zh: '请选择印模图片（PNG）', en: 'Choose the picture (PNG)' },
      },
    draft.design === 'picture' &&
      (picture?.size ?? 0) > MOST_PICTURE && {
        id: 'apply-picture',
        text: { zh: '印模图片超过 256 KB', en: 'The picture is larger than 256 KiB' },
      },
    draft.name === '' && {
      id: 'apply-name',
      text: { zh: '请填写经办人姓名', en: 'Fill in the agent’s name' },
    },
    !words.staff.test(draft.staff) && {
      id: 'apply-staff',
      text: {
        zh: '请填写经办人工号：小写字母、数字和短横线',
        en: 'Fill in the agent’s staff number: lower-case letters, digits, hyphens',
      },
    },
    proof === undefined && {
      id: 'apply-proof',
      text: { zh: '请选择授权材料', en: 'Choose what authorises the agent' },
    },
  ];
  return faults.filter((fault) => fault !== false);
}

/** The application under a random name. The proof stays here: only its digest goes in. @throws PageProblem */
export async function applicationOf(
  draft: Draft,
  { proof, picture }: Given,
  predecessor: string | undefined,
): Promise<Application> {
  if (proof === undefined) throw new PageProblem('FILE_UNREADABLE', null, null);
  if (proof.size > MOST_PROOF) throw new PageProblem('FILE_TOO_LARGE', null, null);
  const authorisation = toBase64url(pureProvider.hash('SM3', await bytesOf(proof)));
  const random = crypto.getRandomValues(new Uint8Array(12));
  return {
    seal: `seal-${Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('')}`,
    type: draft.type,
    agent: { name: draft.name, staff: draft.staff, authorisation },
    design: await designOf(draft, picture),
    ...(predecessor !== undefined && { predecessor }),
  };
}

async function designOf({ design, line }: Draft, picture: File | undefined): Promise<SealDesignRequest> {
  switch (design) {
    case 'round':
      return { kind: 'round', ...(line !== '' && { line }) };
    case 'square':
      return { kind: 'square' };
    case 'picture': {
      if (picture === undefined) throw new PageProblem('FILE_UNREADABLE', null, null);
      return { kind: 'picture', png: toBase64url(await bytesOf(picture)), width: SIDE, height: SIDE };
    }
  }
}

async function bytesOf(file: File): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    throw new PageProblem('FILE_UNREADABLE', null, null);
  }
}
