import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  randomUUID,
  sign,
  verify,
} from 'node:crypto';

/** Credo's keys in memory: P-256 and Ed25519, by node:crypto. */
export class MemoryKeys {
  backend = 'memory';
  #keys = new Map();

  isOperationSupported(_context, { operation, algorithm, type }) {
    if (operation === 'createKey') return type.crv === 'P-256' || type.crv === 'Ed25519';
    if (operation === 'sign' || operation === 'verify')
      return ['ES256', 'EdDSA', 'Ed25519'].includes(algorithm);
    return operation === 'randomBytes' || operation === 'deleteKey';
  }

  async getPublicKey(_context, keyId) {
    return this.#keys.get(keyId)?.publicJwk ?? null;
  }

  async createKey(_context, { type, keyId = randomUUID() }) {
    const { privateKey, publicKey } =
      type.crv === 'P-256'
        ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
        : generateKeyPairSync('ed25519');
    const publicJwk = { ...publicKey.export({ format: 'jwk' }), kid: keyId };
    this.#keys.set(keyId, { privateKey, publicJwk });
    return { keyId, publicJwk };
  }

  async importKey(_context, { privateJwk }) {
    const keyId = privateJwk.kid ?? randomUUID();
    const privateKey = createPrivateKey({ key: privateJwk, format: 'jwk' });
    const publicJwk = { ...createPublicKey(privateKey).export({ format: 'jwk' }), kid: keyId };
    this.#keys.set(keyId, { privateKey, publicJwk });
    return { keyId, publicJwk };
  }

  async deleteKey(_context, { keyId }) {
    return this.#keys.delete(keyId);
  }

  async sign(_context, { keyId, algorithm, data }) {
    const { privateKey } = this.#keys.get(keyId);
    const key = { key: privateKey, dsaEncoding: 'ieee-p1363' };
    return { signature: new Uint8Array(sign(algorithm === 'ES256' ? 'sha256' : null, data, key)) };
  }

  async verify(_context, { key, algorithm, data, signature }) {
    const publicJwk = key.publicJwk ?? this.#keys.get(key.keyId)?.publicJwk;
    const publicKey = createPublicKey({ key: publicJwk, format: 'jwk' });
    const by = { key: publicKey, dsaEncoding: 'ieee-p1363' };
    const holds = verify(algorithm === 'ES256' ? 'sha256' : null, data, by, signature);
    return holds ? { verified: true, publicJwk } : { verified: false };
  }

  async encrypt() {
    throw new Error('not here');
  }

  async decrypt() {
    throw new Error('not here');
  }

  randomBytes(_context, { length }) {
    return new Uint8Array(randomBytes(length));
  }
}
