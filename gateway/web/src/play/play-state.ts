import { computed, ref, shallowRef } from 'vue';
import type { Playbill, Question, StoryId } from '../../../src/play/format';
import { problemOf, type PageProblem } from '../problem/page-problem';
import { playClient, type Decision } from './play-client';

/** How far the stories are, for every part of the page that shows or moves them. */
export const playbill = shallowRef<Playbill | null>(null);
/** The story that is shown; null: the first one. */
export const chosen = ref<StoryId | null>(null);
/** A step is on its way. */
export const busy = ref(false);
export const problem = shallowRef<PageProblem | null>(null);
/** What a party is asked before it decides. */
export const asked = shallowRef<{
  readonly story: StoryId;
  readonly step: string;
  readonly question: Question;
} | null>(null);

export const play = computed(() => {
  const plays = playbill.value?.plays ?? [];
  return plays.find(({ story }) => story === chosen.value) ?? plays[0] ?? null;
});
export const next = computed(() => play.value?.steps.find(({ state }) => isAhead(state)) ?? null);
export const done = computed(() => play.value?.steps.filter(({ came }) => came !== null).length ?? 0);

/** After a decision the steps go on by themselves, up to the next one. */
let playingOn = false;

export function readProgress(): Promise<boolean> {
  return attempt(async () => void (playbill.value = await playClient.playbill()));
}

/** What happens in another browser is seen here; silence is not a problem of anything that was asked for here. */
export async function follow(): Promise<void> {
  if (busy.value || playbill.value === null || document.hidden) return;
  const latest = await playClient.playbill().catch(() => null);
  if (latest !== null && !busy.value) playbill.value = latest;
}

/** Plays the next step; where somebody has to decide, asks instead. */
export async function playNext(): Promise<boolean> {
  const step = next.value;
  const story = play.value?.story;
  if (step === null || story === undefined) return false;
  return attempt(async () => {
    if (step.asks === null) playbill.value = await playClient.step(story, step.id, agreed);
    else asked.value = { story, step: step.id, question: await playClient.question(story, step.id) };
  });
}

/** Plays step after step until somebody has to decide, and asks then. */
export async function playOn(): Promise<void> {
  playingOn = true;
  while (playingOn && next.value !== null && asked.value === null) {
    if (!(await playNext())) playingOn = false;
  }
}

export async function decide(decision: Decision): Promise<void> {
  if (asked.value === null) return;
  const { story, step } = asked.value;
  const isPlayed = await attempt(
    async () => void (playbill.value = await playClient.step(story, step, decision)),
  );
  asked.value = null;
  if (isPlayed && decision.agrees && playingOn) await playOn();
}

/** Nothing is decided; the same step waits. */
export function leave(): void {
  playingOn = false;
  asked.value = null;
}

export function startAgain(): Promise<boolean> {
  playingOn = false;
  const story = play.value?.story;
  if (story === undefined) return Promise.resolve(false);
  return attempt(async () => void (playbill.value = await playClient.reset(story)));
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

const agreed: Decision = { agrees: true, seen: [] };

function isAhead(state: string): boolean {
  return state === 'ready' || state === 'running';
}
