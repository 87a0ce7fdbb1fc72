/**
 * A key of this page for proofs of possession (DPoP, RFC 9449; docs/formats/session.md). It is made here, nobody can read
 * it out, also no script of this page, and it is gone when the page is: it is kept nowhere.
 */
export class BrowserKey {
  /** RFC 7638, SHA-256, base64url. */
  readonly thumbprint: string;
  readonly #key: CryptoKey;
  readonly #head: string;

  private constructor(key: CryptoKey, head: string, thumbprint: string) {
    this.#key = key;
    this.#head = head;
    this.thumbprint = thumbprint;
  }

  static async make(): Promise<BrowserKey> {
    const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
    const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', pair.publicKey);
    // Members in the order of RFC 7638 section 3.
    const jwk = { crv: 'P-256', kty: 'EC', x, y };
    const head = base64urlOf({ typ: 'dpop+jwt', alg: 'ES256', jwk });
    return new BrowserKey(pair.privateKey, head, await sha256(JSON.stringify(jwk)));
  }

  /** A proof for one request; with `token` for a call that carries it. @param url without its query */
  async proof(method: string, url: string, token?: string): Promise<string> {
    const ath = token === undefined ? {} : { ath: await sha256(token) };
    const iat = Math.floor(Date.now() / 1000);
    const claims = { htm: method, htu: url, iat, jti: crypto.randomUUID(), ...ath };
    const signed = `${this.#head}.${base64urlOf(claims)}`;
    const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
    const signature = await crypto.subtle.sign(algorithm, this.#key, new TextEncoder().encode(signed));
    return `${signed}.${base64url(new Uint8Array(signature))}`;
  }
}

function base64urlOf(value: object): string {
  return base64url(new TextEncoder().encode(JSON.stringify(value)));
}

async function sha256(text: string): Promise<string> {
  return base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))));
}

function base64url(bytes: Uint8Array): string {
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
