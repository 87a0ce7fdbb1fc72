import {
  canonical,
  canonicalBytes,
  fromBase64url,
  parseCanonical,
  toBase64url,
} from '@renxin/chaincode/canonical';
import { certificateSpkiOf, type CertificateKey } from '@renxin/seal/crypto';
import { nativeProvider } from '@renxin/seal/native';
import {
  counted,
  generateRsaSigner,
  generateSigner,
  openBytes,
  recorded,
  rsaSignerOf,
  sealBytes,
  signerOf,
  SignerError,
  type Activation,
  type CertificateSigner,
  type KeyUse,
  type Signer,
} from '@renxin/seal/signer';
import type { CryptoThreads } from '@renxin/seal/threads';
import { readIfThere, writeDurably } from '@renxin/wallets/keystore';
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { KeyBook, KeyBookEntry } from './key-book.js';

const ring = z.strictObject({
  schema: z.literal(1),
  /** PKCS#8 DER, base64url, by name. */
  keys: z.record(z.string(), z.base64url()),
  /** Secrets of 32 bytes (token keys), base64url, by name. */
  secrets: z.record(z.string(), z.base64url()),
});

/** A key that is not in the file: its signer, and where it sits. */
export interface PlacedKey {
  readonly signer: CertificateSigner;
  /** By its name in the settings. */
  readonly device: string;
  readonly token: string;
  readonly label: string;
  readonly close: () => void;
}

/** What a ring is opened with besides its file. */
export interface KeyRingOptions {
  /** Keys that sit elsewhere, by name: they go before those of the file. */
  readonly placed?: ReadonlyMap<string, PlacedKey>;
  /** On which its own SM2 keys sign as well, where there is much to sign. */
  readonly threads?: CryptoThreads;
  /** Told of each use of each key. */
  readonly book?: KeyBook;
  /** Puts each use down of the keys that `of` names; a signature counts only once it stands there. */
  readonly records?: {
    readonly of: (name: string) => boolean;
    readonly record: (name: string, use: KeyUse) => Promise<void>;
  };
}

/**
 * The keys of a service: in devices as the settings say, the others sealed in one file with a passphrase that stands in
 * another. Software keys are for demonstrations and tests.
 */
export class KeyRing {
  readonly #path: string;
  readonly #options: KeyRingOptions;
  readonly #passphrase: string;
  readonly #ring: z.infer<typeof ring>;
  #ensuring: Promise<void> = Promise.resolve();
  readonly #signers = new Map<string, Signer>();
  readonly #certificateSigners = new Map<string, CertificateSigner>();

  private constructor(
    path: string,
    passphrase: string,
    opened: z.infer<typeof ring>,
    options: KeyRingOptions,
  ) {
    this.#options = options;
    this.#path = path;
    this.#passphrase = passphrase;
    this.#ring = opened;
  }

  /** @throws SealedBytesError PASSPHRASE_WRONG */
  static async open(path: string, passphrase: string, options: KeyRingOptions = {}): Promise<KeyRing> {
    const text = await readIfThere(path);
    if (text === undefined) {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      return new KeyRing(path, passphrase, { schema: 1, keys: {}, secrets: {} }, options);
    }
    const bytes = await openBytes(passphrase, JSON.parse(text));
    return new KeyRing(path, passphrase, ring.parse(parseCanonical(bytes)), options);
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
    const missingKeys = Object.entries(keys).filter(
      ([name]) => this.#ring.keys[name] === undefined && this.placed(name) === undefined,
    );
    const missingSecrets = secrets.filter((name) => this.#ring.secrets[name] === undefined);
    if (missingKeys.length + missingSecrets.length === 0) return;
    for (const [name, algorithm] of missingKeys) this.#ring.keys[name] = toBase64url(await newKey(algorithm));
    for (const name of missingSecrets) this.#ring.secrets[name] = toBase64url(randomBytes(32));
    const sealed = await sealBytes(this.#passphrase, canonicalBytes(this.#ring));
    await writeDurably(this.#path, canonical(sealed) + '\n');
  }

  /** @throws TypeError for a key that cannot authorise: a defect of the caller, or of the table of kinds */
  signer(name: string): Signer {
    const known = this.#signers.get(name);
    if (known !== undefined) return known;
    const placed = this.placed(name)?.signer;
    if (placed !== undefined && !authorises(placed)) throw new TypeError('a key that cannot authorise');
    const made = this.#watched(name, placed ?? this.#own(name));
    this.#signers.set(name, made);
    return made;
  }

  /** A key of the certificate hierarchy, which may be RSA. */
  certificateSigner(name: string): CertificateSigner {
    const known = this.#certificateSigners.get(name);
    if (known !== undefined) return known;
    const held = this.placed(name)?.signer ?? certificateSignerOf(bytesOf(this.#ring.keys[name]));
    const made = this.#watched<CertificateKey>(name, held);
    this.#certificateSigners.set(name, made);
    return made;
  }

  /** Where the key sits when it is not in the file. */
  placed(name: string): PlacedKey | undefined {
    return this.#options.placed?.get(name);
  }

  /** What is known of its uses. */
  booked(name: string): KeyBookEntry | undefined {
    return this.#options.book?.of(name);
  }

  /** Of the signing keys, in order. */
  names(): string[] {
    const placed = [...(this.#options.placed?.keys() ?? [])];
    return [...new Set([...Object.keys(this.#ring.keys), ...placed])].sort();
  }

  /** Of the other secrets, in order. */
  secretNames(): string[] {
    return Object.keys(this.#ring.secrets).sort();
  }

  secret(name: string): Uint8Array {
    return bytesOf(this.#ring.secrets[name]);
  }

  /** A key of the file. */
  #own(name: string): Signer {
    const own = signerOf(bytesOf(this.#ring.keys[name]));
    return this.#options.threads?.signer(own) ?? own;
  }

  /** The same key, whose uses are counted, and recorded one by one where its kind asks for it. */
  #watched<K extends CertificateKey>(name: string, signer: Signer<K>): Signer<K> {
    const { book, records } = this.#options;
    if (book === undefined) return signer;
    book.meet(name, fingerprintOf(signer.key));
    const told = { used: () => book.used(name), refused: () => book.refused(name) };
    const same = counted(signer, told);
    if (records?.of(name) !== true) return same;
    return recorded(same, (use) => records.record(name, use), nativeProvider);
  }
}

/** SM3 of SubjectPublicKeyInfo, base64url. */
export function fingerprintOf(key: CertificateKey): string {
  return toBase64url(nativeProvider.hash('SM3', certificateSpkiOf(key)));
}

function authorises(signer: CertificateSigner): signer is CertificateSigner & Signer {
  return signer.key.algorithm !== 'RSA';
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
