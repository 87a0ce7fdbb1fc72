import type { Work } from '../../src/threads/index.js';

/** Signs each message with both keys; says so with text and bytes. */
export const signing: Work<readonly string[], { readonly said: string; readonly signatures: Uint8Array[] }> =
  {
    name: 'signing',
    run: async (messages, signers) => {
      const activation = { id: 'test', method: 'unattended', at: '2026-01-01T00:00:00.000Z' } as const;
      const signatures: Uint8Array[] = [];
      for (const message of messages)
        for (const { key, sign } of signers)
          signatures.push(
            await sign({ algorithm: key.algorithm, message: new TextEncoder().encode(message), activation }),
          );
      if (messages.length === 0) throw new Error('nothing to sign');
      return { said: messages.join(' '), signatures };
    },
  };
