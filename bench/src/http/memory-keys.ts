import { generateSigner, type Signer } from '@renxin/seal/signer';
import { KeystoreError, type Keys } from '@renxin/wallets/keystore';

/** Keys of a client of the benchmark: in memory, so that what is measured is the gateway, not a wallet's disk. */
export class MemoryKeys implements Keys {
  readonly #signers = new Map<string, Signer>();
  readonly #certificates = new Map<string, { certificate: Uint8Array; chain: Uint8Array[] }>();

  async generate(entry: { identifier: string }, algorithm: 'SM2' | 'P-256'): Promise<Signer> {
    const { signer } = generateSigner(algorithm);
    this.#signers.set(entry.identifier, signer);
    return signer;
  }

  async signer(name: string): Promise<Signer> {
    const signer = this.#signers.get(name);
    if (signer === undefined) throw new KeystoreError('KEY_UNKNOWN');
    return signer;
  }

  async keepCertificate(name: string, certificate: Uint8Array, chain: readonly Uint8Array[]): Promise<void> {
    this.#certificates.set(name, { certificate, chain: [...chain] });
  }

  async certificate(name: string): Promise<{ certificate: Uint8Array; chain: Uint8Array[] } | undefined> {
    return this.#certificates.get(name);
  }
}
