import { canonicalBytes } from '@renxin/chaincode/canonical';
import { laborContract, laborContractRecords, partId } from '@renxin/chaincode/contracts';
import type { custodyAnswer, evidenceList, forwardRequest, handOverAnswer } from '@renxin/wallets/api';
import { GatewayClient, GatewayProblem, GatewayUnreachable } from '@renxin/wallets/client';
import { handOverBundle } from '@renxin/wallets/evidence';
import type { z } from 'zod';
import { Refusal } from '../problem/index.js';
import { receivedEvidence, type EvidenceDesk } from './desk.js';

/** What was handed over to this organisation (证据清单), the latest first. */
export async function listEvidence(desk: EvidenceDesk): Promise<z.input<typeof evidenceList>> {
  const entries: z.input<typeof evidenceList>['evidence'] = [];
  let after: string | undefined;
  do {
    const { records, next } = await desk.files.list({ limit: 100, ...(after !== undefined && { after }) });
    for (const { key, value } of records) {
      const { received, handedTo } = value;
      if (received?.at === undefined) continue;
      entries.push({
        evidence: key,
        bytes: value.bytes,
        contract: value.contract,
        listing: received.listing,
        from: received.body.from,
        receivedAt: received.at,
        verdict: value.verdict,
        ...(handedTo !== undefined && { handedTo: handedTo.to }),
      });
    }
    after = next;
  } while (after !== undefined && entries.length < 1000);
  return { evidence: entries.sort((a, b) => (a.receivedAt < b.receivedAt ? 1 : -1)) };
}

/** The bytes that came. @throws Refusal EVIDENCE_UNKNOWN */
export async function bundleOf(desk: EvidenceDesk, name: string): Promise<Uint8Array> {
  const { value } = await receivedEvidence(desk, name);
  const bytes = await desk.blobs.get(value.blob);
  if (bytes === undefined) throw new Refusal('EVIDENCE_UNKNOWN');
  return bytes;
}

/** The chain of custody, with what opens it over the bytes. @throws Refusal EVIDENCE_UNKNOWN */
export async function custodyOf(desk: EvidenceDesk, name: string): Promise<z.input<typeof custodyAnswer>> {
  const { value, received } = await receivedEvidence(desk, name);
  const { contract, bundle } = value;
  const record = laborContractRecords.custodyRecord.parse(
    await desk.ledger.evaluate(laborContract.operations['custody-of'], { contract, bundle }),
  );
  const proof = await desk.ledger.proveState(laborContractRecords.custodies, partId(contract, bundle));
  return {
    evidence: name,
    contract,
    bundle,
    file: received.openings.file,
    handOvers: record.handOvers,
    proof: JSON.parse(new TextDecoder().decode(canonicalBytes(proof))) as unknown,
  };
}

/**
 * Hands the same bundle on, over HTTP, with this organisation's own key: the receiver takes the same bytes in, verifies
 * them itself, and signs as well.
 * @throws Refusal EVIDENCE_UNKNOWN, ORGANISATION_UNKNOWN; what the receiver refuses
 */
export async function forward(
  desk: EvidenceDesk,
  name: string,
  { to, purpose, caseNumber }: z.output<typeof forwardRequest>,
): Promise<z.input<typeof handOverAnswer>> {
  const { received } = await receivedEvidence(desk, name);
  const baseUrl = desk.gatewayOf(to);
  if (baseUrl === undefined || to === desk.organisation) throw new Refusal('ORGANISATION_UNKNOWN');
  const { handOvers } = await custodyOf(desk, name);
  const { organisation: identifier, signer, clock, ledger, provider, random } = desk;
  const client = new GatewayClient({ baseUrl, ledger: ledger.name, identifier, signer, clock });
  const answer = await refusedByReceiver(
    handOverBundle(
      { identifier, ledger: ledger.name, signer, provider, clock, random },
      { client, organisation: to, purpose, caseNumber },
      await bundleOf(desk, name),
      received.listing,
      { handOvers: handOvers.length, salt: received.openings.file.salt },
    ),
  );
  const again = await receivedEvidence(desk, name);
  const value = { ...again.value, handedTo: { to, at: answer.at } };
  await desk.store.write([desk.files.put(name, value, again.version)]);
  return answer;
}

/** @throws Refusal EVIDENCE_REFUSED with the receiver's code, NOT_READY when it does not answer */
async function refusedByReceiver<T>(handingOver: Promise<T>): Promise<T> {
  try {
    return await handingOver;
  } catch (error) {
    if (error instanceof GatewayProblem)
      throw new Refusal('EVIDENCE_REFUSED', { members: { receiver: error.code } });
    if (error instanceof GatewayUnreachable) throw new Refusal('NOT_READY', {}, { cause: error });
    throw error;
  }
}
