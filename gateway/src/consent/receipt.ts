import { canonicalBytes } from '@renxin/chaincode/canonical';
import { consentRecords } from '@renxin/chaincode/contracts';
import { heightOf, type ConsistencyProof, type LedgerProof } from '@renxin/network/proof';
import type { TxPosition } from '@renxin/network';
import type { Asker, ConsentDesk } from './desk.js';
import { readConsent } from './view.js';

/** The ledger's proof of a consent's record at its latest block. */
export async function stateProofOf(desk: ConsentDesk, asker: Asker, name: string): Promise<Uint8Array> {
  await readConsent(desk, asker, name);
  return canonicalBytes(await desk.ledger.proveState(consentRecords.consents, name));
}

/**
 * The consent receipt (docs/formats/consent-receipt.md): everything that happened to a consent, each command with the
 * ledger's proof, whose keys these are, what opens the commitments, and the record as it stands.
 */
export async function receiptOf(desk: ConsentDesk, asker: Asker, name: string): Promise<Uint8Array> {
  const view = await readConsent(desk, asker, name);
  const record = consentRecords.consentRecord.parse(view.record);
  const happened = await desk.history.of(name);
  const published = await desk.history.of('catalogue-published');
  const registry = await Promise.all(
    ['founding', record.recipient, record.subject].map((each) => position(desk, each)),
  );
  const at: TxPosition[] = [
    ...registry.filter((each) => each !== undefined),
    ...published.map(({ txId, index }) => ({ txId, index })),
    ...happened.map(({ txId, index }) => ({ txId, index })),
  ];
  const proofs = await provenInOrder(desk, at);
  const state = await desk.ledger.proveState(consentRecords.consents, name);
  const receipt = {
    kind: 'renxin-consent-receipt',
    schema: 1,
    ledger: desk.ledger.name,
    consent: name,
    openings: await openingsOf(desk, record),
    proofs,
    consistency: await consistencyOf(desk, proofs, heightOf(state)),
    state,
  };
  return canonicalBytes(receipt);
}

/** The proofs of these commands, in the order of the ledger. */
async function provenInOrder(desk: ConsentDesk, at: readonly TxPosition[]): Promise<LedgerProof[]> {
  const proven = await Promise.all(
    at.map(async (each) => ({ index: each.index, proof: await desk.ledger.prove(each) })),
  );
  proven.sort((a, b) => heightOf(a.proof) - heightOf(b.proof) || a.index - b.index);
  return proven.map(({ proof }) => proof);
}

/** An organisation that is a founder, or was enrolled by another gateway, has no position of its own here. */
async function position(desk: ConsentDesk, name: string): Promise<TxPosition | undefined> {
  try {
    return await desk.positionOf(name);
  } catch {
    return undefined;
  }
}

/** What the citizen signed, with what opens it, in the order of the commitments. */
async function openingsOf(desk: ConsentDesk, record: consentRecords.ConsentRecord) {
  const committed =
    record.basis === 'consent'
      ? [
          record.request.body.notice,
          record.grant?.body.artefact,
          record.grant?.body.activation,
          record.refusal?.body.reason,
          record.deletion?.body.statement,
        ]
      : [record.order.body.document, record.order.body.officer, record.order.body.reason];
  const found = await Promise.all(
    committed
      .filter((each) => each !== undefined)
      .map(async (commitment) => ({ commitment, opened: await desk.openings.of(commitment) })),
  );
  return found
    .flatMap(({ commitment, opened }) => (opened === undefined ? [] : [{ commitment, ...opened }]))
    .sort((a, b) => (a.commitment < b.commitment ? -1 : 1));
}

/** One proof for each other header, leading to the header of the state. */
async function consistencyOf(
  desk: ConsentDesk,
  proofs: readonly LedgerProof[],
  head: number,
): Promise<ConsistencyProof[]> {
  const heights = [...new Set(proofs.map(heightOf))]
    .filter((height) => height !== head)
    .sort((a, b) => a - b);
  return Promise.all(heights.map((height) => desk.ledger.proveConsistency(height, head)));
}
