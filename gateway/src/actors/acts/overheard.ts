import { contractAnswer } from '@renxin/wallets/api';
import { GatewayClient } from '@renxin/wallets/client';
import type { Acting } from '../acting.js';
import type { Act } from '../control.js';
import { contractInput } from './contract.js';

/** What somebody on the wire would have of one call of this client, for the attack button alone. Keys are not on the wire. */
export function overheardActs(acting: Acting): Record<string, Act> {
  return {
    overheard: async (value) => {
      const { contract } = contractInput.parse(value);
      const identifier = await acting.identifier('employment');
      const { ledger, clock } = acting.options;
      const signer = await acting.keystore.signer(identifier);
      const heard = { url: '', authorization: '', proof: '' };
      const client = new GatewayClient({
        baseUrl: acting.gatewayOf('gd'),
        ledger,
        identifier,
        signer,
        clock,
        fetch: (url, request) => {
          const headers = new Headers(request.headers);
          heard.url = url;
          heard.authorization = headers.get('Authorization') ?? '';
          heard.proof = headers.get('DPoP') ?? '';
          return fetch(url, request);
        },
      });
      await client.get(`/api/v1/labor-contracts/${contract}`, 'rights', contractAnswer);
      return heard;
    },
  };
}
