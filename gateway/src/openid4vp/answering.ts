import { toBase64url, type JsonObject } from '@renxin/chaincode/canonical';
import { readPresentation } from '@renxin/credentials/credential';
import { multikeyOf } from '@renxin/credentials/data-integrity';
import {
  clientIdOf,
  PresentationRequestError,
  requireAnswered,
  type Matchable,
} from '@renxin/credentials/openid4vp';
import { disclosed } from '@renxin/credentials/sd-jwt';
import { ContractError } from '@renxin/chaincode/kernel';
import { document } from '@renxin/wallets/api';
import { z } from 'zod';
import { handOver } from '../certificates/receipts.js';
import { judged, receiptFor } from '../certificates/verifying.js';
import { refusing, type Proofs } from '../certificates/proofs.js';
import { problems, Refusal } from '../problem/index.js';
import type { AskedPresentation, Found } from './asked-presentation.js';
import { openRequest } from './asking.js';
import type { PresentationDesk } from './desk.js';
import { decrypted } from './encryption.js';

/** What a wallet posts to the response endpoint (OpenID4VP 1.0 section 8.2). */
export interface PostedAnswer {
  readonly vp_token?: string | undefined;
  readonly state?: string | undefined;
  readonly error?: string | undefined;
  /** Encrypted, with `direct_post.jwt`. */
  readonly response?: string | undefined;
}

export interface Accepted {
  readonly redirect_uri?: string;
}

/**
 * Judges the one answer to a request, by the same steps as any presentation, and keeps what was found for whoever asked. A
 * refused answer is an answer too: there is no second attempt, unless what was missing is on our side.
 * @throws Refusal PRESENTATION_REQUEST_*, PRESENTATION_*, QUERY_NOT_ANSWERED and those of the judgement
 */
export async function answered(
  desk: PresentationDesk,
  request: string,
  posted: PostedAnswer,
): Promise<Accepted> {
  return desk.certificates.turns.take(`presentation ${request}`, async () => {
    const { value, version } = await openRequest(desk, request);
    const keep = async (outcome: NonNullable<AskedPresentation['outcome']>): Promise<void> => {
      const change = desk.asked.put(request, { ...value, outcome }, version);
      await desk.certificates.store.write([change]);
    };
    const at = desk.certificates.clock().toISOString();
    const said = await membersOf(desk, value, posted);
    if (said.state !== value.state) throw new Refusal('PRESENTATION_STATE_MISMATCH');
    if (said.error !== undefined) {
      await keep({ outcome: 'declined', at });
      return {};
    }
    try {
      const credentials = await foundIn(desk, value, said.vp_token);
      const responseCode =
        value.returnTo === undefined ? undefined : toBase64url(desk.certificates.random(24));
      await keep({ outcome: 'shown', at, credentials, ...(responseCode !== undefined && { responseCode }) });
      if (value.returnTo === undefined || responseCode === undefined) return {};
      const back = new URL(value.returnTo);
      back.searchParams.set('response_code', responseCode);
      return { redirect_uri: back.href };
    } catch (error) {
      const isOurs = error instanceof Refusal || error instanceof ContractError;
      if (isOurs && problems[error.code].status < 500)
        await keep({ outcome: 'refused', at, code: error.code });
      throw error;
    }
  });
}

const token = z.record(z.string().max(64), z.array(z.union([document, z.string()])).length(1));
const answerForm = z.object({
  state: z.string().optional(),
  error: z.string().optional(),
  vp_token: z.unknown().optional(),
});

/** In the mode that was asked for and in no other. @throws Refusal PRESENTATION_MODE_MISMATCH, PRESENTATION_ENCRYPTION_INVALID */
async function membersOf(
  desk: PresentationDesk,
  { request, mode }: AskedPresentation,
  posted: PostedAnswer,
): Promise<z.infer<typeof answerForm>> {
  const isEncrypted = posted.response !== undefined;
  // An error needs no encryption: it holds nothing.
  if (!isEncrypted && posted.error !== undefined) return { state: posted.state, error: posted.error };
  if (isEncrypted !== (mode === 'direct_post.jwt')) throw new Refusal('PRESENTATION_MODE_MISMATCH');
  if (posted.response === undefined) return { state: posted.state, vp_token: jsonOf(posted.vp_token) };
  const members = answerForm.safeParse(await decrypted(desk, request, posted.response));
  if (!members.success) throw new Refusal('PRESENTATION_INVALID');
  return members.data;
}

function jsonOf(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch (cause) {
    throw new Refusal('PRESENTATION_INVALID', {}, { cause });
  }
}

async function foundIn(
  desk: PresentationDesk,
  asked: AskedPresentation,
  vpToken: unknown,
): Promise<Record<string, Found>> {
  const parsed = token.safeParse(vpToken);
  if (!parsed.success) throw new Refusal('PRESENTATION_INVALID');
  const shown = new Map<string, Shown>();
  for (const [name, [given]] of Object.entries(parsed.data)) {
    if (given === undefined) throw new Refusal('PRESENTATION_INVALID');
    shown.set(name, typeof given === 'string' ? await sdJwtShown(desk, given) : await documentShown(given));
  }
  requireQuery(asked, shown);
  const found: Record<string, Found> = {};
  for (const [name, each] of shown) found[name] = await judgedOne(desk, asked, each);
  return found;
}

/** A presentation as it was read, before anything but its form is judged. */
interface Shown {
  readonly matchable: Matchable;
  /** What is judged as a credential. */
  readonly credential: JsonObject | string;
  /** DID of who shows it. */
  readonly holder: string;
  /** The whole, for the receipt. */
  readonly given: JsonObject | string;
  /** @throws Refusal unless the holder shows it to us, now */
  readonly requireBinding: (
    proofs: Proofs,
    asked: { readonly challenge: string; readonly domain: string },
  ) => Promise<void> | void;
}

async function documentShown(given: JsonObject): Promise<Shown> {
  const presentation = await refusing('PRESENTATION_INVALID', () => readPresentation(given));
  const [credential, another] = presentation.verifiableCredential;
  if (credential === undefined || another !== undefined) throw new Refusal('PRESENTATION_INVALID');
  return {
    matchable: { format: 'ldp_vc', credential },
    credential,
    holder: presentation.holder,
    given,
    requireBinding: (proofs, asked) => proofs.ofAnyHolder(presentation, asked),
  };
}

async function sdJwtShown({ certificates }: PresentationDesk, given: string): Promise<Shown> {
  const { proofs, provider } = certificates;
  const verified = await proofs.ofSdJwt(given);
  return {
    matchable: { format: 'dc+sd-jwt', credential: disclosed(verified.sdJwt, provider) },
    credential: given,
    holder: `did:key:${multikeyOf(verified.holder)}`,
    given,
    requireBinding: (_proofs, asked) => proofs.requireBinding(verified, asked),
  };
}

function requireQuery({ query }: AskedPresentation, shown: ReadonlyMap<string, Shown>): void {
  try {
    requireAnswered(query, Object.fromEntries([...shown].map(([name, { matchable }]) => [name, matchable])));
  } catch (cause) {
    if (!(cause instanceof PresentationRequestError)) throw cause;
    throw new Refusal(cause.code, {}, { cause });
  }
}

/** The holder's proof answers this request's nonce and is for this verifier; then the one way to judge a credential. */
async function judgedOne(
  desk: PresentationDesk,
  { nonce, purpose, verifier }: AskedPresentation,
  { credential, holder, given, requireBinding }: Shown,
): Promise<Found> {
  const { certificates } = desk;
  const bound = { challenge: nonce, domain: clientIdOf(verifier) };
  await requireBinding(certificates.proofs, bound);
  const judgement = await judged(certificates, credential, holder);
  const receipt = await receiptFor(certificates, judgement, purpose, given);
  await handOver(certificates, receipt);
  const { record, claims } = judgement;
  return {
    type: record.beginning.body.type,
    issuer: record.issuer,
    claims,
    provenance: record.beginning.provenance,
  };
}
