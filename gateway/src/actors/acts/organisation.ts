import { toBase64url } from '@renxin/chaincode/canonical';
import { messageBytes, registryMessages } from '@renxin/chaincode/messages';
import { randomUUID } from 'node:crypto';
import type { Organisation } from '../../demonstration/organisations.js';
import type { Acting } from '../acting.js';
import type { Act } from '../control.js';

/** How an organisation that is a client comes into the registry: it makes its key, and shows that it holds it. */
export function organisationActs(acting: Acting, { id }: Organisation): Record<string, Act> {
  const { keystore, options } = acting;
  return {
    registration: async () => {
      const known = (await keystore.list()).find((entry) => entry.identifier === id);
      if (known !== undefined) return { key: known.key };
      const entry = { identifier: id, relation: 'organisation', towards: id } as const;
      const { key } = await keystore.generate(entry, 'SM2');
      return { key };
    },
    possess: async (value) => {
      const change = registryMessages.registryChange.parse(value);
      const signer = await keystore.signer(id);
      const at = options.clock().toISOString();
      const activation = { id: randomUUID(), method: 'confirmation' as const, at };
      const message = messageBytes('registry/change', options.ledger, change);
      const signature = await signer.sign({ algorithm: signer.key.algorithm, message, activation });
      return { signature: toBase64url(signature) };
    },
    enrol: async () => {
      await acting.use(id, 'organisation', id);
      return { identifier: id };
    },
  };
}
