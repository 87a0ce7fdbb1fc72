import type { SealView } from '@renxin/wallets/api';
import { ref, shallowRef, watch } from 'vue';
import { problemOf, type PageProblem } from '../problem/page-problem';
import { sealClient, type Seat } from './seal-client';

/** Where one sits, and the seals that are seen from there. */
export const seat = ref<Seat>('owner');
/** Who sits at the deciding organisation's desk (工号). */
export const official = ref('');
export const seals = shallowRef<readonly SealView[] | null>(null);
export const listProblem = shallowRef<PageProblem | null>(null);

watch(seat, () => void readSeals(), { immediate: true });

export async function readSeals(): Promise<void> {
  const from = seat.value;
  if (listProblem.value !== null) seals.value = null;
  listProblem.value = null;
  try {
    const found = await sealClient.list(from);
    if (seat.value === from) seals.value = found;
  } catch (error) {
    if (seat.value === from) [seals.value, listProblem.value] = [null, problemOf(error)];
  }
}

/** Puts a seal that an act answered in its place. */
export function took(view: SealView): void {
  const others = (seals.value ?? []).filter(({ seal }) => seal !== view.seal);
  seals.value = [view, ...others].sort((a, b) => appliedAt(b).localeCompare(appliedAt(a)));
}

function appliedAt({ states }: SealView): string {
  return states[0]?.at ?? '';
}

/** The picture as an address: PNG, drawn or checked by who decides. */
export function pictureOf({ picture }: SealView): string {
  const base64 = picture.png.replaceAll('-', '+').replaceAll('_', '/');
  return `data:image/png;base64,${base64}`;
}
