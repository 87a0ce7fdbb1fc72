import { Kms } from '@credo-ts/core';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { startAgent } from './agent.mjs';

/**
 * Credo as a process: it is told where the gateway is in the first line, says in its first line where it is, and then answers
 * each line `{act, ...}` with one line.
 */
const lines = createInterface(process.stdin)[Symbol.asyncIterator]();
const { gateway } = JSON.parse((await lines.next()).value);

let handle = () => undefined;
const server = createServer((request, response) => handle(request, response));
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const base = `http://127.0.0.1:${server.address().port}`;

const own = {};
const { agent, app } = await startAgent(
  gateway,
  base,
  (_agent, { credentialConfigurationId, holderBinding }) => ({
    type: 'credentials',
    format: 'dc+sd-jwt',
    credentialConfigurationId,
    credentials: holderBinding.keys.map((holder) => ({
      payload: { vct: 'https://credo.example/skill', level: '3', name: '演示人员' },
      holder,
      issuer: { method: 'did', didUrl: own.didUrl },
      disclosureFrame: { _sd: ['level', 'name'] },
    })),
  }),
);
handle = app;
const made = await agent.dids.create({
  method: 'key',
  options: { createKey: { type: { kty: 'OKP', crv: 'Ed25519' } } },
});
const { did } = made.didState;
own.didUrl = `${did}#${did.slice('did:key:'.length)}`;
process.stdout.write(JSON.stringify({ base, did }) + '\n');

const holder = agent.openid4vc.holder;
const acts = {
  /** Takes an offer of ours up, with keys of Credo's own. */
  async receive({ link, transactionCode, configuration }) {
    const offer = await holder.resolveCredentialOffer(link);
    const token = await holder.requestToken({ resolvedCredentialOffer: offer, txCode: transactionCode });
    return fetchWith(offer, token, configuration);
  },
  /** The way through a browser: says where it is to be sent. */
  async begin({ link, redirectUri, clientId, scope }) {
    const offer = await holder.resolveCredentialOffer(link);
    const asked = await holder.resolveOpenId4VciAuthorizationRequest(offer, { redirectUri, clientId, scope });
    begun = { offer, asked, redirectUri, clientId };
    return { url: asked.authorizationRequestUrl };
  },
  async finish({ code, configuration }) {
    const { offer, asked, redirectUri, clientId } = begun;
    const token = await holder.requestToken({
      resolvedCredentialOffer: offer,
      code,
      codeVerifier: asked.codeVerifier,
      redirectUri,
      clientId,
      dpop: asked.dpop,
    });
    return fetchWith(offer, token, configuration, clientId);
  },
  /** Shows what it has to whoever asks. */
  async present({ link }) {
    const asked = await holder.resolveOpenId4VpAuthorizationRequest(link);
    const credentials = holder.selectCredentialsForDcqlRequest(asked.dcql.queryResult);
    const answered = await holder.acceptOpenId4VpAuthorizationRequest({
      authorizationRequestPayload: asked.authorizationRequestPayload,
      dcql: { credentials },
    });
    return { ok: answered.ok, status: answered.serverResponse?.status, body: answered.serverResponse?.body };
  },
  /** As an issuer: an offer for our wallet. */
  async offer() {
    const issuer = await agent.openid4vc.issuer.createIssuer({
      display: [{ name: 'Credo' }],
      dpopSigningAlgValuesSupported: ['ES256'],
      credentialConfigurationsSupported: {
        skill: {
          format: 'dc+sd-jwt',
          vct: 'https://credo.example/skill',
          scope: 'skill',
          cryptographic_binding_methods_supported: ['jwk', 'did:key'],
          proof_types_supported: { jwt: { proof_signing_alg_values_supported: ['ES256', 'EdDSA'] } },
          credential_metadata: { display: [{ name: 'Skill', locale: 'en' }] },
        },
      },
    });
    const { credentialOffer, issuanceSession } = await agent.openid4vc.issuer.createCredentialOffer({
      issuerId: issuer.issuerId,
      credentialConfigurationIds: ['skill'],
      preAuthorizedCodeFlowConfig: { txCode: { length: 4, input_mode: 'numeric' } },
      version: 'v1',
    });
    return { link: credentialOffer, transactionCode: issuanceSession.userPin };
  },
  /** As a verifier: a request for our wallet. */
  async ask({ mode }) {
    verifier ??= await agent.openid4vc.verifier.createVerifier();
    const { authorizationRequest, verificationSession } =
      await agent.openid4vc.verifier.createAuthorizationRequest({
        verifierId: verifier.verifierId,
        requestSigner: { method: 'did', didUrl: own.didUrl },
        responseMode: mode,
        version: 'v1',
        dcql: {
          query: {
            credentials: [
              {
                id: 'skill',
                format: 'dc+sd-jwt',
                meta: { vct_values: ['https://credo.example/skill'] },
                claims: [{ path: ['level'] }],
              },
            ],
          },
        },
      });
    session = verificationSession.id;
    return { link: authorizationRequest };
  },
  async verified() {
    const found = await agent.openid4vc.verifier.getVerifiedAuthorizationResponse(session);
    const [presentation] = Object.values(found.dcql.presentations).flat();
    return { claims: presentation.prettyClaims, valid: found.dcql.presentationResult.can_be_satisfied };
  },
};
let begun;
let verifier;
let session;

async function fetchWith(offer, token, configuration, clientId) {
  const { credentials } = await holder.requestCredentials({
    resolvedCredentialOffer: offer,
    ...token,
    clientId,
    credentialConfigurationIds: [configuration],
    credentialBindingResolver: async ({ issuerMaxBatchSize }) => {
      const length = Math.min(issuerMaxBatchSize, 2);
      const keys = await Promise.all(
        Array.from({ length }, () => agent.kms.createKey({ type: { kty: 'EC', crv: 'P-256' } })),
      );
      return { method: 'jwk', keys: keys.map(({ publicJwk }) => Kms.PublicJwk.fromPublicJwk(publicJwk)) };
    },
  });
  const [{ record }] = credentials;
  await agent.sdJwtVc.store({ record });
  return {
    records: credentials.length,
    instances: record.credentialInstances?.length,
    claims: record.firstCredential?.prettyClaims,
  };
}

for await (const line of lines) {
  const { act, ...input } = JSON.parse(line);
  let answer;
  try {
    answer = { result: await acts[act](input) };
  } catch (error) {
    answer = { error: String(error?.stack ?? error), cause: String(error?.cause?.stack ?? '') };
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
}
process.exit(0);
