import { z } from 'zod';
import {
  binary,
  bytesAnswer,
  emptyAnswer,
  json,
  jsonAnswer,
  route,
  type Route,
} from '../../src/http/index.js';
import { Refusal } from '../../src/problem/index.js';
import { JsonRecords, type RecordStore } from '../../src/store/index.js';

/** Routes that stand for all kinds of routes: they write, read, take bytes, wait and fail, so that a test sees what came through. */

const note = z.strictObject({
  name: z.string().min(2).max(50),
  citizenNumber: z.string().regex(/^\d{17}[\dX]$/),
  pages: z.array(z.strictObject({ text: z.string().max(1000) })).max(20),
});

export interface Desk {
  readonly notes: JsonRecords<typeof note>;
  /** How often the handler of a note ran. */
  runs: number;
  /** What the next note's handler waits for. */
  gate: Promise<void>;
  /** What the next note's handler throws before it writes. */
  failure: Error | (() => never) | undefined;
  readonly store: RecordStore;
  handling: () => void;
}

export function newDesk(store: RecordStore): Desk {
  const notes = new JsonRecords(store, 'desk/notes', note);
  return { notes, runs: 0, gate: Promise.resolve(), failure: undefined, store, handling: () => undefined };
}

const summary = { zh: '测试', en: 'Test' };

export function deskRoutes(desk: Desk): Route[] {
  const writeNote = route({
    method: 'POST',
    path: '/api/v1/notes',
    scope: 'organisation',
    operationId: 'writeNote',
    summary,
    access: ['person', 'employer'],
    purposes: ['evidence', 'dispute'],
    body: json(note, 10_000),
    responses: { 201: jsonAnswer(z.strictObject({ number: z.int() }), 'Written') },
    refusals: [],
    idempotency: 'key',
    handler: async ({ body, organisation }) => {
      desk.runs++;
      desk.handling();
      await desk.gate;
      if (typeof desk.failure === 'function') desk.failure();
      if (desk.failure instanceof Error) throw desk.failure;
      const number = desk.runs;
      await desk.store.write([desk.notes.put(`${organisation.id}.${number}`, body)]);
      return { status: 201, body: { number }, headers: { 'X-Number': String(number) } };
    },
  });
  const readNote = route({
    method: 'GET',
    path: '/api/v1/notes/{number}',
    scope: 'organisation',
    operationId: 'readNote',
    summary,
    access: ['person', 'employer', 'court'],
    purposes: ['evidence'],
    params: z.strictObject({ number: z.string().regex(/^[1-9]\d{0,5}$/) }),
    query: z.strictObject({ fold: z.enum(['yes', 'no']).exactOptional() }),
    responses: { 200: jsonAnswer(note, 'A note') },
    refusals: ['NOT_FOUND'],
    handler: async ({ params, organisation }) => {
      const found = await desk.notes.get(`${organisation.id}.${params.number}`);
      if (found === undefined) throw new Refusal('NOT_FOUND');
      return { status: 200, body: found.value };
    },
  });
  const forgetNote = route({
    method: 'DELETE',
    path: '/api/v1/notes/{number}',
    scope: 'organisation',
    operationId: 'forgetNote',
    summary,
    access: ['employer'],
    params: z.strictObject({ number: z.string().regex(/^[1-9]\d{0,5}$/) }),
    responses: { 204: emptyAnswer('Gone') },
    refusals: [],
    handler: async ({ params, organisation }) => {
      await desk.store.write([desk.notes.delete(`${organisation.id}.${params.number}`)]);
      return { status: 204 };
    },
  });
  const latest = route({
    method: 'GET',
    path: '/api/v1/notes/latest',
    scope: 'organisation',
    operationId: 'latest',
    summary,
    access: 'public',
    responses: { 200: jsonAnswer(z.strictObject({ base: z.string(), url: z.string() }), 'Where') },
    refusals: [],
    cache: 'public, max-age=60',
    handler: ({ base, url }) => ({ status: 200, body: { base, url } }),
  });
  const stamp = route({
    method: 'POST',
    path: '/tsa',
    scope: 'organisation',
    operationId: 'stampDesk',
    summary,
    access: 'public',
    body: binary(['application/timestamp-query'], 4096),
    responses: { 200: bytesAnswer('application/timestamp-reply', 'The bytes, turned round') },
    refusals: [],
    idempotency: 'none',
    handler: ({ body }) => ({ status: 200, body: body.toReversed() }),
  });
  const leak = route({
    method: 'GET',
    path: '/api/v1/leak',
    scope: 'organisation',
    operationId: 'leak',
    summary,
    access: 'public',
    responses: { 200: jsonAnswer(z.strictObject({ shown: z.string() }), 'Less than there is') },
    refusals: [],
    handler: () => {
      const more = { shown: 'a', hidden: 'b' };
      return { status: 200, body: more };
    },
  });
  return [writeNote, readNote, forgetNote, latest, stamp, leak];
}

/** Somebody who does not exist: county code 0000. */
export const somebody = {
  name: '张测试',
  citizenNumber: '310000199001019015',
  pages: [{ text: '演示' }],
};
