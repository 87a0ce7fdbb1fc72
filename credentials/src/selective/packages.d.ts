/* The packages have no types of their own: what is used of them. */
interface SelectiveVerifier {
  readonly name: string;
  createVerifyData(given: object): Promise<object>;
  createVerifier(given: { verificationMethod: object }): Promise<{
    verify(given: { data: object }): Promise<boolean>;
  }>;
}
interface SelectiveSigning {
  readonly name: string;
  createVerifyData(given: object): Promise<object>;
  createProofValue(given: { verifyData: object; dataIntegrityProof: { signer: object } }): Promise<string>;
}
interface SelectiveDisclosing {
  readonly name: string;
  derive(given: object): Promise<object>;
}
declare module '@digitalbazaar/ecdsa-sd-2023-cryptosuite' {
  export function createSignCryptosuite(options: { mandatoryPointers: readonly string[] }): SelectiveSigning;
  export function createDiscloseCryptosuite(options: {
    selectivePointers: readonly string[];
  }): SelectiveDisclosing;
  export function createVerifyCryptosuite(): SelectiveVerifier;
}
declare module '@digitalbazaar/bbs-2023-cryptosuite' {
  export function createSignCryptosuite(options: { mandatoryPointers: readonly string[] }): SelectiveSigning;
  export function createDiscloseCryptosuite(options: {
    selectivePointers: readonly string[];
  }): SelectiveDisclosing;
  export function createVerifyCryptosuite(): SelectiveVerifier;
}
declare module '@digitalbazaar/bls12-381-multikey' {
  interface KeyPair {
    readonly publicKeyMultibase: string;
    signer(): {
      multisign(given: { header: Uint8Array; messages: readonly Uint8Array[] }): Promise<Uint8Array>;
    };
  }
  export const ALGORITHMS: { readonly BBS_BLS12381_SHA256: string };
  export function generateBbsKeyPair(options: { algorithm: string; seed?: Uint8Array }): Promise<KeyPair>;
}
