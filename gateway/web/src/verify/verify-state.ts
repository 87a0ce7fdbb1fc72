import type { Report } from '@renxin/archive/verify';
import { ref, shallowRef } from 'vue';
import { PageProblem, problemOf } from '../problem/page-problem';
import type { NamedBytes } from './verify-files';

/** What lies on the desk, and what the verifier says about it. */
export const files = shallowRef<readonly NamedBytes[]>([]);
/** The files as they were verified: with the changed byte, when one was. */
export const examined = shallowRef<readonly NamedBytes[]>([]);
export const reports = shallowRef<readonly Report[]>([]);
/** The byte that was changed before this report; null when the files are as they came. */
export const changed = shallowRef<{ readonly name: string; readonly position: number } | null>(null);
export const verifying = ref(false);
export const verifyProblem = shallowRef<PageProblem | null>(null);

const MOST_BYTES = 64 * 1024 * 1024;

/** Reads what was dropped or chosen, and verifies it. */
export async function takeFiles(list: readonly File[]): Promise<void> {
  if (list.length === 0) return;
  if (list.reduce((sum, { size }) => sum + size, 0) > MOST_BYTES)
    return clear(new PageProblem('FILE_TOO_LARGE', null, null));
  try {
    await lay(await Promise.all(list.map(read)));
  } catch {
    clear(new PageProblem('FILE_UNREADABLE', null, null));
  }
}

/** Verifies these files as they are. */
export async function lay(chosen: readonly NamedBytes[]): Promise<void> {
  files.value = chosen;
  changed.value = null;
  await run(chosen);
}

/** Fetches the files, and verifies them as they are. */
export async function layFetched(fetching: () => Promise<readonly NamedBytes[]>): Promise<void> {
  try {
    await lay(await fetching());
  } catch (error) {
    clear(problemOf(error));
  }
}

/** Flips one bit of a random byte of the first file, and verifies again; the file itself stays as it is. */
export async function changeOneByte(): Promise<void> {
  const [first, ...rest] = files.value;
  if (first === undefined || first.bytes.length === 0) return;
  const position = crypto.getRandomValues(new Uint32Array(1))[0]! % first.bytes.length;
  const bytes = first.bytes.slice();
  bytes[position] = bytes[position]! ^ 1;
  changed.value = { name: first.name, position };
  await run([{ name: first.name, bytes }, ...rest]);
}

async function run(chosen: readonly NamedBytes[]): Promise<void> {
  verifying.value = true;
  verifyProblem.value = null;
  reports.value = [];
  try {
    // The verifier is loaded when it is needed first.
    const { verifyFiles } = await import('./verify-files');
    const found = await verifyFiles(chosen);
    examined.value = chosen;
    reports.value = found;
  } catch (error) {
    verifyProblem.value = problemOf(error);
  } finally {
    verifying.value = false;
  }
}

/** The file of a report. */
export function fileOf({ file }: Report): NamedBytes | undefined {
  return examined.value.find(({ name }) => name === file);
}

/** A picture with the QR code of a certificate stands for the text in the code. */
async function read(file: File): Promise<NamedBytes> {
  if (/^image\/(?:png|jpeg|webp)$/.test(file.type)) {
    // The decoder is loaded when it is needed first.
    const { codeInPicture } = await import('./code-in-picture');
    const code = await codeInPicture(file);
    if (code !== null) return { name: file.name, bytes: new TextEncoder().encode(code) };
  }
  return { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
}

function clear(problem: PageProblem): void {
  files.value = [];
  reports.value = [];
  changed.value = null;
  verifyProblem.value = problem;
}
