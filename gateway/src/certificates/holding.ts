import { registry } from '@renxin/chaincode/contracts';
import type { Attestation } from '@renxin/chaincode/messages';
import { subjectsOf } from '@renxin/credentials/credential';
import { certificateUrn, didOf, unsignedClaim } from '@renxin/wallets/e-certificate';
import type { CertificateView, Derivation, derivationRequest, derivedCredential } from '@renxin/wallets/api';
import type { z } from 'zod';
import { Refusal } from '../problem/index.js';
import { schemaOfCredential } from './subject.js';
import type { CertificateFile, DerivationFile } from './certificate-file.js';
import { textOf } from './decision-text.js';
import { load, receiptOf, recordOf, type Asker, type CertificateDesk } from './desk.js';

/** What a holder does at its province: says who it is, fetches, asks for a claim with less. */

/** The identity authority's word about the asker's identifier. @throws Refusal HOLDER_MISMATCH for another identifier's */
export async function introduced(
  desk: CertificateDesk,
  asker: Asker,
  attestation: { body: Attestation; signature: string },
): Promise<{ identifier: string }> {
  if (attestation.body.identifier !== asker.identifier) throw new Refusal('HOLDER_MISMATCH');
  const { citizenNumber } = await desk.identities.keep(attestation);
  const person = desk.personKey(citizenNumber);
  if ((await desk.holders.get(person)) === undefined)
    await desk.store.write([desk.holders.put(person, { identifier: asker.identifier })]);
  return { identifier: asker.identifier };
}

/** Everything that this identifier holds here: of a person, or of an organisation. */
export async function heldBy(desk: CertificateDesk, asker: Asker): Promise<CertificateView[]> {
  const theirs = await desk.people.get(desk.personKey(await numberOf(desk, asker.identifier)));
  const files = await Promise.all(
    (theirs?.value.certificates ?? []).map((certificate) => desk.files.get(certificate)),
  );
  const own = files.flatMap((file) => (file?.value.holder === asker.identifier ? [file.value] : []));
  return (await Promise.all(own.map((file) => viewOf(desk, file)))).flat();
}

/** @throws Refusal IDENTITY_NOT_PROVEN */
async function numberOf(desk: CertificateDesk, identifier: string): Promise<string> {
  const record = await desk.ledger.evaluate(registry.operations.identifier, { identifier });
  return record.kind === 'organisation' ? record.uscc : (await desk.identities.of(identifier)).citizenNumber;
}

/** A certificate as its holder sees it; nothing while the ledger has not taken it. */
export async function viewOf(desk: CertificateDesk, file: CertificateFile): Promise<CertificateView[]> {
  const { certificate, issuer, type, issued } = file;
  const record = await recordOf(desk, certificate);
  if (record === undefined || issued === undefined) return [];
  const { credential, opening } = issued;
  const step = file.step ?? (await stepOfBatch(desk, file));
  const receipt =
    step === undefined
      ? undefined
      : await receiptOf(desk, { ...step, at: { txId: step.txId, index: step.index } });
  const state = record.state;
  const text = state === 'SET_ASIDE' ? await textOf(desk, record, record.states.length) : undefined;
  return [
    {
      certificate,
      issuer,
      type,
      provenance: record.beginning.provenance,
      states: record.states.length,
      state,
      ...(text !== undefined && { text }),
      credential,
      opening,
      ...(receipt !== undefined && { receipt }),
    },
  ];
}

async function stepOfBatch(
  desk: CertificateDesk,
  { batch }: CertificateFile,
): Promise<CertificateFile['step']> {
  return batch === undefined ? undefined : (await desk.batches.get(batch))?.value;
}

/**
 * A holder asks its issuer for a claim with only some members, for its identifier towards a verifier. The identity
 * authority's word says that both identifiers are one person's; the issuer learns no more than the other identifier.
 * @throws Refusal CERTIFICATE_UNKNOWN, ATTESTATION_INVALID, HOLDER_MISMATCH
 */
export async function derivationAsked(
  desk: CertificateDesk,
  asker: Asker,
  certificate: string,
  request: z.infer<typeof derivationRequest>,
): Promise<Derivation> {
  const { value } = await load(desk, certificate, ({ holder, issued }) => {
    return holder === asker.identifier && issued !== undefined;
  });
  const { derivation, verifier, claims, attestation } = request;
  await requireSamePerson(desk, asker, verifier, attestation);
  const known = await desk.derivations.get(derivation);
  const file: DerivationFile = {
    schema: 1,
    derivation,
    certificate,
    type: value.type,
    issuer: value.issuer,
    holder: asker.identifier,
    subject: attestation.body.identifier,
    verifier,
    claims: [...claims],
    requestedAt: desk.clock().toISOString(),
  };
  if (known !== undefined) {
    if (known.value.holder !== asker.identifier) throw new Refusal('DERIVATION_UNKNOWN');
    return derivationView(known.value);
  }
  const made = file.issuer === desk.organisation ? await derivedHere(desk, file, value) : file;
  await desk.store.write([desk.derivations.put(derivation, made, 0)]);
  return derivationView(made);
}

/** What the province's own word is about, the province derives. */
async function derivedHere(
  desk: CertificateDesk,
  file: DerivationFile,
  { issued }: CertificateFile,
): Promise<DerivationFile> {
  if (issued === undefined) return file;
  const { derivation, certificate, type, claims, subject, issuer } = file;
  const at = desk.clock();
  const named = { ledger: desk.ledger.name, issuer, certificate, derivation, subject };
  const until = new Date(at.getTime() + DERIVED_MINUTES * 60_000).toISOString();
  const times = { at: at.toISOString(), until };
  const unsigned = unsignedClaim(type, issued.credential, claims, { ...named, ...times });
  return { ...file, credential: await desk.sign(unsigned) };
}

/** How long a derived claim is good. */
const DERIVED_MINUTES = 30;

/** The holder's own request. @throws Refusal DERIVATION_UNKNOWN */
export async function derivationOf(
  desk: CertificateDesk,
  asker: Asker,
  derivation: string,
): Promise<Derivation> {
  const known = await desk.derivations.get(derivation);
  if (known?.value.holder !== asker.identifier) throw new Refusal('DERIVATION_UNKNOWN');
  return derivationView(known.value);
}

/** What waits for this issuer. */
export async function derivationsFor(desk: CertificateDesk, asker: Asker): Promise<Derivation[]> {
  const { records } = await desk.derivations.list({ limit: 1000 });
  return records
    .map(({ value }) => value)
    .filter(({ issuer, credential }) => issuer === asker.identifier && credential === undefined)
    .map(derivationView);
}

/**
 * The issuer hands the derived claim in: of this certificate, for this subject, with these members and no others.
 * @throws Refusal DERIVATION_UNKNOWN, CREDENTIAL_MISMATCH, CREDENTIAL_PROOF_INVALID
 */
export async function derived(
  desk: CertificateDesk,
  asker: Asker,
  derivation: string,
  request: z.infer<typeof derivedCredential>,
): Promise<z.infer<typeof derivedCredential>> {
  const known = await desk.derivations.get(derivation);
  if (known === undefined || known.value.issuer !== asker.identifier) throw new Refusal('DERIVATION_UNKNOWN');
  const { credential, by } = await desk.proofs.ofCredential(request.credential);
  const { definition } = schemaOfCredential(credential, desk.clock());
  const { id, ...shown } = subjectsOf(credential)[0] ?? {};
  const ledger = desk.ledger.name;
  const isAsAsked =
    by === asker.identifier &&
    definition.word === `${known.value.type}-claim` &&
    credential.id === `${certificateUrn(ledger, known.value.certificate)}#${derivation}` &&
    id === didOf(ledger, known.value.subject) &&
    Object.keys(shown).every((name) => known.value.claims.includes(name));
  if (!isAsAsked) throw new Refusal('CREDENTIAL_MISMATCH');
  const file = { ...known.value, credential: request.credential };
  await desk.store.write([desk.derivations.put(derivation, file, known.version)]);
  return request;
}

function derivationView(file: DerivationFile): Derivation {
  const { schema: _schema, issuer: _issuer, holder: _holder, ...view } = file;
  return view;
}

/** @throws Refusal ATTESTATION_INVALID, HOLDER_MISMATCH, IDENTITY_NOT_PROVEN */
async function requireSamePerson(
  desk: CertificateDesk,
  asker: Asker,
  verifier: string,
  attestation: { body: Attestation; signature: string },
): Promise<void> {
  const { body } = attestation;
  await desk.identities.check(attestation);
  const own = await desk.identities.of(asker.identifier);
  const record = await desk.ledger.evaluate(registry.operations.identifier, { identifier: body.identifier });
  const isTowards =
    record.kind === 'person' && record.relation === 'credential' && record.towards === verifier;
  const isTheSame = own.name === body.name && own.citizenNumber === body.citizenNumber;
  if (!isTowards || !isTheSame || record.keys.at(-1)?.key.point !== body.key.point)
    throw new Refusal('HOLDER_MISMATCH');
}
