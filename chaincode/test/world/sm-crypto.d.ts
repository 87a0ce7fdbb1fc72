/** The part of sm-crypto (no types of its own) that the tests use. Keys, points and signatures are hexadecimal. */
declare module 'sm-crypto' {
  interface Options {
    readonly hash: boolean;
    readonly der: boolean;
    readonly publicKey?: string;
    readonly userId?: string;
  }
  const smCrypto: {
    readonly sm2: {
      doSignature(message: readonly number[], privateKey: string, options: Options): string;
      doVerifySignature(
        message: readonly number[],
        signature: string,
        publicKey: string,
        options: Options,
      ): boolean;
      getPublicKeyFromPrivateKey(privateKey: string): string;
    };
    readonly sm3: (message: readonly number[] | string) => string;
  };
  export default smCrypto;
}
