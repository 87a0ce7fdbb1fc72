import { computed, ref, shallowRef } from 'vue';
import type { Play, Scene } from '../../../src/play/format';
import { problemOf, type PageProblem } from '../problem/page-problem';
import { playClient } from './play-client';

/** How far the story is, for every part of the page that shows or moves it. */
export const play = shallowRef<Play | null>(null);
/** A step is on its way. */
export const busy = ref(false);
export const problem = shallowRef<PageProblem | null>(null);
/** The pages that a party looks at before it decides. */
export const scene = shallowRef<Scene | null>(null);

export const next = computed(() => play.value?.steps.find((step) => step.came === null) ?? null);
export const done = computed(() => play.value?.steps.filter((step) => step.came !== null).length ?? 0);

/** After a signature the steps go on by themselves, up to the next one. */
let playingOn = false;

export function readProgress(): Promise<boolean> {
  return attempt(async () => void (play.value = await playClient.play()));
}

/** Plays the next step; where somebody has to sign, opens the pages instead. */
export async function playNext(): Promise<boolean> {
  const step = next.value;
  if (step === null) return false;
  return attempt(async () => {
    if (step.asks) scene.value = await playClient.scene(step.id);
    else play.value = await playClient.step(step.id);
  });
}

/** Plays step after step until somebody has to sign, and opens the pages then. */
export async function playOn(): Promise<void> {
  playingOn = true;
  while (playingOn && next.value !== null && scene.value === null) {
    if (!(await playNext())) playingOn = false;
  }
}

export async function sign(seen: readonly number[]): Promise<void> {
  const step = scene.value?.step;
  if (step === undefined) return;
  const signed = await attempt(async () => void (play.value = await playClient.step(step, { seen })));
  scene.value = null;
  if (signed && playingOn) await playOn();
}

/** Nothing is signed; the same step waits. */
export function leave(): void {
  playingOn = false;
  scene.value = null;
}

export function startAgain(): Promise<boolean> {
  playingOn = false;
  return attempt(async () => void (play.value = await playClient.reset()));
}

/** Runs one action at a time; what goes wrong becomes the page's problem. Resolves with whether it went well. */
export async function attempt(action: () => Promise<unknown>): Promise<boolean> {
  if (busy.value) return false;
  busy.value = true;
  problem.value = null;
  try {
    await action();
    return true;
  } catch (error) {
    problem.value = problemOf(error);
    return false;
  } finally {
    busy.value = false;
  }
}
