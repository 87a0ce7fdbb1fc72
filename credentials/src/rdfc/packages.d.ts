/* The packages have no types of their own: what is used of them. */
declare module 'jsonld' {
  interface Loaded {
    readonly contextUrl: null;
    readonly documentUrl: string;
    readonly document: unknown;
    readonly tag?: 'static';
  }
  interface Options {
    readonly documentLoader: (url: string) => Promise<Loaded>;
    readonly safe?: boolean;
    readonly base?: string | null;
    readonly rdfDirection?: 'i18n-datatype';
    readonly produceGeneralizedRdf?: boolean;
  }
  const jsonld: {
    toRDF(input: unknown, options: Options): Promise<readonly object[]>;
    expand(input: unknown, options: Options): Promise<readonly object[]>;
  };
  export default jsonld;
}
declare module 'rdf-canonize' {
  interface Options {
    readonly algorithm: 'RDFC-1.0';
    readonly maxWorkFactor?: number;
    readonly signal?: { readonly aborted: boolean; readonly reason?: unknown };
  }
  export function canonize(dataset: readonly object[], options: Options): Promise<string>;
}
declare module '@digitalbazaar/credentials-context' {
  export const contexts: ReadonlyMap<string, object>;
}
declare module '@digitalbazaar/data-integrity-context' {
  export const contexts: ReadonlyMap<string, object>;
}
declare module '@digitalbazaar/vdl-context' {
  export const contexts: ReadonlyMap<string, object>;
}
declare module 'ed25519-signature-2020-context' {
  const context: { readonly CONTEXT: object };
  export default context;
}
