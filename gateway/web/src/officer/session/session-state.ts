import { shallowRef } from 'vue';
import type { Desks } from '../../../../src/play/format';
import { read } from '../../platform/ask';
import { problemOf, type PageProblem } from '../../problem/page-problem';
import { DeskClient } from './desk-client';

/** Where one can sign in; null until it was read. */
export const desks = shallowRef<Desks | null>(null);
/** The desk at which somebody is signed in. It lives as long as the page: nothing of it is stored. */
export const client = shallowRef<DeskClient | null>(null);
export const signInProblem = shallowRef<PageProblem | null>(null);

export async function readDesks(): Promise<void> {
  signInProblem.value = null;
  try {
    desks.value = await read<Desks>('/play/officials');
  } catch (error) {
    signInProblem.value = problemOf(error);
  }
}

export async function signIn(id: string): Promise<void> {
  const desk = desks.value?.desks.find((each) => each.id === id);
  if (desk === undefined) return;
  signInProblem.value = null;
  try {
    client.value = await DeskClient.signIn(desk);
  } catch (error) {
    signInProblem.value = problemOf(error);
  }
}

export function signOut(): void {
  client.value = null;
}

/** For what is shown only to somebody who is signed in. */
export function signedIn(): DeskClient {
  const { value } = client;
  if (value === null) throw new TypeError('nobody is signed in');
  return value;
}

/** Its name, or its identifier where this page has no desk of it. */
export function nameOfProvince(id: string): string {
  return desks.value?.desks.find((desk) => desk.id === id)?.name ?? id;
}
