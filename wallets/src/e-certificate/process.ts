import { canonicalBytes } from '@renxin/chaincode/canonical';
import type { processMessages as messages } from '@renxin/chaincode/messages';
import { randomUUID } from 'node:crypto';
import { processAnswer, processList, type ProcessContent, type ProcessView } from '../api/index.js';
import { commit, now, sign, type Holder } from '../labor-contract/party.js';

/** Who trains or assesses puts it down when it happens; the certificate that follows names it. */

/** @returns the event's id, for the certificate's `process` */
export async function recordProcess(
  organisation: Holder,
  about: Omit<messages.ProcessEvent, 'event' | 'by' | 'content' | 'at'>,
  content: ProcessContent,
): Promise<string> {
  const digest = organisation.provider.hash('SM3', canonicalBytes(content));
  const { commitment: committed, opening } = commit(organisation, digest);
  const event = await sign(organisation, 'process/record', {
    ...about,
    event: `q-${randomUUID()}`,
    by: organisation.identifier,
    content: committed,
    at: now(organisation),
  });
  const request = { event, content, opening };
  const path = '/api/v1/process-events';
  return (await organisation.client.post(path, 'certificate', request, processAnswer)).event;
}

/** What the province has of a person's training and assessment, for this person. */
export async function processOf(holder: Holder): Promise<readonly ProcessView[]> {
  return (await holder.client.get('/api/v1/process-events', 'certificate', processList)).events;
}
