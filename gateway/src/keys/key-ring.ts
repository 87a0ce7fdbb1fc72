import {
  canonical,
  canonicalBytes,
  fromBase64url,
  parseCanonical,
  toBase64url,
} from '@renxin/chaincode/canonical';
import type { CertificateKey } from '@renxin/seal/crypto';
import {
  generateRsaSigner,
  generateSigner,
  openBytes,
  rsaSignerOf,
  sealBytes,
  signerOf,
  SignerError,
  type Activation,
  type CertificateSigner,
  type Signer,
} from '@renxin/seal/signer';
import type { CryptoThreads } from '@renxin/seal/threads';
import { readIfThere, writeDurably } from '@renxin/wallets/keystore';
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';

const ring = z.strictObject({
  schema: z.literal(1),
  /** PKCS#8 DER, base64url, by name. */
  keys: z.record(z.string(), z.base64url()),
  /** Secrets of 32 bytes (token keys), base64url, by name. */
  secrets: z.record(z.string(), z.base64url()),
});

/**
 * The keys of a service, sealed in one file with a passphrase that stands in another (`RENXIN_KEY_PASSPHRASE_FILE`).
 * Software keys: for demonstrations and tests; an HSM stands behind the same `Signer`.
 */
export class KeyRing {
  readonly #path: string;
  readonly #passphrase: string;
  readonly #ring: z.infer<typeof ring>;
  readonly #threads: CryptoThreads | undefined;
  #ensuring: Promise<void> = Promise.resolve();
  readonly #signers = new Map<string, Signer>();
  readonly #certificateSigners = new Map<string, CertificateSigner>();

  private constructor(
    path: string,
    passphrase: string,
    opened: z.infer<typeof ring>,
    threads: CryptoThreads | undefined,
  ) {
    this.#path = path;
    this.#passphrase = passphrase;
    this.#ring = opened;
    this.#threads = threads;
  }

  /**
   * @param threads on which its SM2 keys sign as well, where there is much to sign
   * @throws SealedBytesError PASSPHRASE_WRONG
   */
  static async open(path: string, passphrase: string, threads?: CryptoThreads): Promise<KeyRing> {
    const text = await readIfThere(path);
    if (text === undefined) {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      return new KeyRing(path, passphrase, { schema: 1, keys: {}, secrets: {} }, threads);
    }
    const bytes = await openBytes(passphrase, JSON.parse(text));
    return new KeyRing(path, passphrase, ring.parse(parseCanonical(bytes)), threads);
  }

  /** Makes the keys and secrets that are missing and writes the file once; calls take turns. */
  ensure(
    keys: Readonly<Record<string, CertificateKey['algorithm']>>,
    secrets: readonly string[] = [],
  ): Promise<void> {
    const done = this.#ensuring.then(() => this.#ensure(keys, secrets));
    this.#ensuring = done.catch(() => undefined);
    return done;
  }

  async #ensure(
    keys: Readonly<Record<string, CertificateKey['algorithm']>>,
    secrets: readonly string[],
  ): Promise<void> {
    const missingKeys = Object.entries(keys).filter(([name]) => this.#ring.keys[name] === undefined);
    const missingSecrets = secrets.filter((name) => this.#ring.secrets[name] === undefined);
    if (missingKeys.length + missingSecrets.length === 0) return;
    for (const [name, algorithm] of missingKeys) this.#ring.keys[name] = toBase64url(await newKey(algorithm));
    for (const name of missingSecrets) this.#ring.secrets[name] = toBase64url(randomBytes(32));
    const sealed = await sealBytes(this.#passphrase, canonicalBytes(this.#ring));
    await writeDurably(this.#path, canonical(sealed) + '\n');
  }

  signer(name: string): Signer {
    const known = this.#signers.get(name);
    if (known !== undefined) return known;
    const own = signerOf(bytesOf(this.#ring.keys[name]));
    const made = this.#threads?.signer(own) ?? own;
    this.#signers.set(name, made);
    return made;
  }

  /** A key of the certificate hierarchy, which may be RSA. */
  certificateSigner(name: string): CertificateSigner {
    const known = this.#certificateSigners.get(name);
    if (known !== undefined) return known;
    const made = certificateSignerOf(bytesOf(this.#ring.keys[name]));
    this.#certificateSigners.set(name, made);
    return made;
  }

  /** Of the signing keys, in order. */
  names(): string[] {
    return Object.keys(this.#ring.keys).sort();
  }

  secret(name: string): Uint8Array {
    return bytesOf(this.#ring.secrets[name]);
  }
}

/** How a service's own key is used: by itself, without anybody present. */
export function unattended(purpose: string, at: Date): Activation {
  return { id: purpose, method: 'unattended', at: at.toISOString() };
}

/** PKCS#8 DER. */
async function newKey(algorithm: CertificateKey['algorithm']): Promise<Uint8Array> {
  const { privateKey } = algorithm === 'RSA' ? await generateRsaSigner(2048) : generateSigner(algorithm);
  return privateKey;
}

function certificateSignerOf(privateKey: Uint8Array): CertificateSigner {
  try {
    return signerOf(privateKey);
  } catch (error) {
    if (error instanceof SignerError && error.code === 'SIGNER_KEY_UNSUPPORTED')
      return rsaSignerOf(privateKey);
    throw error;
  }
}

function bytesOf(text: string | undefined): Uint8Array {
  const bytes = text === undefined ? undefined : fromBase64url(text);
  if (bytes === undefined) throw new TypeError('no such key');
  return bytes;
}
