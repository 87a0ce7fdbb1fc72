import { readFileSync } from 'node:fs';

/** A host that is nobody's: `did.example`, `localhost`. Its key is here for everybody, and good for these tests alone. */
const file = (name: string): string =>
  readFileSync(new URL(`../../../test/vectors/outgoing/${name}`, import.meta.url), 'utf8');

export const authority = file('did.example.cert.pem');
export const secrets = { key: file('did.example.key.pem'), cert: authority };
