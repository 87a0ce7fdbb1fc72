import { schema } from '@renxin/chaincode/contracts';
import { namedSchemas } from '@renxin/credentials/schema';
import type { Ledger } from '@renxin/network';
import { ministry } from '../demonstration/organisations.js';
import type { KeyRing } from '../keys/key-ring.js';
import { registeredSchemas } from '../trust-registry/reading.js';
import { signAs } from './sign.js';

/** Puts the names of the platform's schemas onto the ledger, as far as they are missing: the ministry's edition. */
export async function registerSchemas(ledger: Ledger, keys: KeyRing, now: Date): Promise<void> {
  const known = new Set<string>();
  for await (const { registered } of registeredSchemas(ledger)) known.add(registered.schema);
  const missing = namedSchemas().filter(({ sm3 }) => !known.has(sm3));
  // One version of a type after the other: each edition has at most one of a type.
  for (let rest = missing; rest.length > 0;) {
    const edition = rest.filter(
      ({ definition }, i) => rest.findIndex((each) => each.definition.word === definition.word) === i,
    );
    const body = {
      by: ministry.id,
      schemas: edition.map(({ sm3, definition: { word, version } }) => ({
        schema: sm3,
        type: word,
        version,
      })),
      at: now.toISOString(),
    };
    const signature = await signAs(keys, ministry.id, 'schema/register', ledger.name, body, now);
    await ledger.submit(schema.operations.register, { body, signature });
    rest = rest.filter((each) => !edition.includes(each));
  }
}
