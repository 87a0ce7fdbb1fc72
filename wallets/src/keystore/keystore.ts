import { canonical, fromBase64url, toBase64url } from '@renxin/chaincode/canonical';
import { identifier, publicKey, type PublicKey } from '@renxin/chaincode/messages';
import { sameKey } from '@renxin/seal/crypto';
import {
  assertionSignerOf,
  generateAssertionSigner,
  generateSigner,
  openBytes,
  sealBytes,
  signerOf,
  type Activation,
  type AssertionSigner,
  type Signer,
} from '@renxin/seal/signer';
import { readCertificate } from '@renxin/seal/verify';
import { mkdir, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readIfThere, writeDurably } from './durable-file.js';

const relation = z.enum(['employment', 'consent', 'credential', 'evidence', 'organisation']);

/** One key of the holder: one identifier, one relation, one organisation towards which it is used. */
const keyFile = z.strictObject({
  schema: z.literal(1),
  identifier,
  relation,
  towards: identifier,
  key: publicKey,
  /** The private key (PKCS#8), sealed with the passphrase: docs/formats/key-file.md. */
  sealed: z.unknown(),
  /** DER of the certificate for this key and of its issuers, base64url. */
  certificate: z.exactOptional(z.base64url()),
  chain: z.exactOptional(z.array(z.base64url())),
});

type KeyFile = z.infer<typeof keyFile>;
export type KeyEntry = Omit<KeyFile, 'sealed' | 'schema'>;

export type KeystoreCode =
  'KEY_UNKNOWN' | 'KEY_EXISTS' | 'KEY_FILE_ALTERED' | 'PASSPHRASE_SHORT' | 'CERTIFICATE_OF_ANOTHER_KEY';

export class KeystoreError extends Error {
  readonly code: KeystoreCode;
  constructor(code: KeystoreCode) {
    super(code);
    this.name = 'KeystoreError';
    this.code = code;
  }
}

/** What enrolment and signing need of a holder's keys: {@link Keystore} keeps them in a directory. */
export type Keys = Pick<Keystore, 'generate' | 'signer' | 'keepCertificate' | 'certificate'>;

/** What an issuer of credentials needs besides. */
export type IssuerKeys = Keys & Pick<Keystore, 'assertionSigner'>;

/**
 * A holder's keys, encrypted at rest with a passphrase, one file each, and the log of every activation. A key is
 * decrypted at its first use and forgotten by {@link lock}.
 */
export class Keystore {
  readonly #directory: string;
  readonly #passphrase: string;
  readonly #signers = new Map<string, Signer>();
  readonly #assertionSigners = new Map<string, AssertionSigner>();

  private constructor(directory: string, passphrase: string) {
    this.#directory = directory;
    this.#passphrase = passphrase;
  }

  /** @throws KeystoreError PASSPHRASE_SHORT below 8 characters. */
  static async open(directory: string, passphrase: string): Promise<Keystore> {
    if (passphrase.length < 8) throw new KeystoreError('PASSPHRASE_SHORT');
    await mkdir(join(directory, 'keys'), { recursive: true, mode: 0o700 });
    return new Keystore(directory, passphrase);
  }

  async list(): Promise<KeyEntry[]> {
    const names = (await readdir(join(this.#directory, 'keys'))).filter((name) => name.endsWith('.json'));
    return Promise.all(names.sort().map(async (name) => entryOf(await this.#read(name.slice(0, -5)))));
  }

  async entry(name: string): Promise<KeyEntry> {
    return entryOf(await this.#read(name));
  }

  /** Makes a key and keeps it; the private key never leaves. @throws KeystoreError KEY_EXISTS */
  async generate(
    entry: Omit<KeyEntry, 'key' | 'certificate' | 'chain'>,
    algorithm: PublicKey['algorithm'],
  ): Promise<Signer> {
    if ((await readIfThere(this.#path(entry.identifier))) !== undefined)
      throw new KeystoreError('KEY_EXISTS');
    const { signer, privateKey } = generateSigner(algorithm);
    const sealed = await sealBytes(this.#passphrase, privateKey);
    privateKey.fill(0);
    await this.#write({ schema: 1, ...entry, key: signer.key, sealed });
    return this.signer(entry.identifier);
  }

  /** @throws KeystoreError CERTIFICATE_OF_ANOTHER_KEY */
  async keepCertificate(name: string, certificate: Uint8Array, chain: readonly Uint8Array[]): Promise<void> {
    const file = await this.#read(name);
    if (!sameKey(readCertificate(certificate).key, file.key))
      throw new KeystoreError('CERTIFICATE_OF_ANOTHER_KEY');
    await this.#write({ ...file, certificate: toBase64url(certificate), chain: chain.map(toBase64url) });
  }

  /** The certificate of a key with its issuers, nearest first; undefined before there is one. */
  async certificate(name: string): Promise<{ certificate: Uint8Array; chain: Uint8Array[] } | undefined> {
    const { certificate, chain } = await this.#read(name);
    if (certificate === undefined) return undefined;
    return { certificate: decode(certificate), chain: (chain ?? []).map(decode) };
  }

  /** Signs with the named key; each signature is written to the activation log, durably, before it is made. */
  async signer(name: string): Promise<Signer> {
    const { key } = await this.#read(name);
    return {
      key,
      sign: async (request) => {
        await this.#log(name, request.activation);
        return (await this.#unlock(name)).sign(request);
      },
    };
  }

  /**
   * The key for EdDSA proofs of an organisation's credentials, beside its registry key of the same name; made at the first
   * use. What it signs is logged as well.
   */
  async assertionSigner(name: string): Promise<AssertionSigner> {
    const signer = this.#assertionSigners.get(name) ?? (await this.#openAssertion(name));
    this.#assertionSigners.set(name, signer);
    return {
      key: signer.key,
      sign: async (request) => {
        await this.#log(name, request.activation);
        return signer.sign(request);
      },
    };
  }

  /** Forgets every decrypted key. */
  lock(): void {
    this.#signers.clear();
    this.#assertionSigners.clear();
  }

  async #openAssertion(name: string): Promise<AssertionSigner> {
    const path = join(this.#directory, 'keys', `${identifier.parse(name)}.assertion`);
    const kept = await readIfThere(path);
    if (kept !== undefined) {
      const privateKey = await openBytes(this.#passphrase, jsonOf(kept));
      const opened = assertionSignerOf(privateKey);
      privateKey.fill(0);
      return opened;
    }
    const { signer, privateKey } = generateAssertionSigner();
    await writeDurably(path, canonical(await sealBytes(this.#passphrase, privateKey)) + '\n');
    privateKey.fill(0);
    return signer;
  }

  async #unlock(name: string): Promise<Signer> {
    const known = this.#signers.get(name);
    if (known !== undefined) return known;
    const { sealed, key } = await this.#read(name);
    const privateKey = await openBytes(this.#passphrase, sealed);
    const signer = signerOf(privateKey);
    privateKey.fill(0);
    // The public part stands outside the seal: what it says of the key has to be so.
    if (signer.key.point !== key.point || signer.key.algorithm !== key.algorithm)
      throw new KeystoreError('KEY_FILE_ALTERED');
    this.#signers.set(name, signer);
    return signer;
  }

  async #log(name: string, activation: Activation): Promise<void> {
    const line = canonical({ key: name, id: activation.id, method: activation.method, at: activation.at });
    const log = await open(join(this.#directory, 'activations.ndjson'), 'a', 0o600);
    try {
      await log.writeFile(line + '\n');
      await log.datasync();
    } finally {
      await log.close();
    }
  }

  async #read(name: string): Promise<KeyFile> {
    const text = await readIfThere(this.#path(name));
    if (text === undefined) throw new KeystoreError('KEY_UNKNOWN');
    const file = keyFile.safeParse(jsonOf(text));
    if (!file.success || file.data.identifier !== name) throw new KeystoreError('KEY_FILE_ALTERED');
    return file.data;
  }

  async #write(file: KeyFile): Promise<void> {
    await writeDurably(this.#path(file.identifier), canonical(file) + '\n');
  }

  #path(name: string): string {
    return join(this.#directory, 'keys', `${identifier.parse(name)}.json`);
  }
}

function entryOf({ schema: _schema, sealed: _sealed, ...entry }: KeyFile): KeyEntry {
  return entry;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function decode(text: string): Uint8Array {
  const bytes = fromBase64url(text);
  if (bytes === undefined) throw new TypeError('not base64url');
  return bytes;
}
