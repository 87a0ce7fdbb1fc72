import type { CryptoProvider } from '../../crypto/provider.js';
import { PdfError } from '../error.js';
import { LIMITS } from '../limits.js';

/**
 * The same provider for one document: what would verify or hash more than {@link LIMITS} allows ends in
 * PdfError PDF_TOO_LARGE. Certificates and lists of one name, and signatures over the same bytes, cost nothing to write.
 */
export function bounded(provider: CryptoProvider): CryptoProvider {
  let verifications: number = LIMITS.verifications;
  let bytes: number = LIMITS.hashed;
  const verify = <T>(run: () => T): T => {
    if (--verifications < 0) throw new PdfError('PDF_TOO_LARGE', 'signatures to verify');
    return run();
  };
  return {
    name: provider.name,
    hash: (algorithm, ...parts) => {
      for (const part of parts) bytes -= part.length;
      if (bytes < 0) throw new PdfError('PDF_TOO_LARGE', 'bytes to hash');
      return provider.hash(algorithm, ...parts);
    },
    hashText: (algorithm, text) => provider.hashText(algorithm, text),
    verify: (...given) => verify(() => provider.verify(...given)),
    verifyRsa: (...given) => verify(() => provider.verifyRsa(...given)),
    verifyEcdsa: (...given) => verify(() => provider.verifyEcdsa(...given)),
  };
}
