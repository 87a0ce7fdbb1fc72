import {
  Agent,
  DidDocument,
  DidsModule,
  InjectionSymbols,
  JsonTransformer,
  Kms,
  LogLevel,
  BaseLogger,
  SdJwtVcModule,
} from '@credo-ts/core';
import { OpenId4VcModule } from '@credo-ts/openid4vc';
import { EventEmitter } from 'node:events';
import express from 'express';
import { MemoryKeys } from './keys.mjs';
import { MemoryStorage } from './storage.mjs';

/** DIDs of the ledger, through the gateway's HTTP interface. */
class LedgerDids {
  supportedMethods = ['renxin'];
  allowsCaching = false;
  allowsLocalDidRecord = false;
  #gateway;
  constructor(gateway) {
    this.#gateway = gateway;
  }
  async resolve(_context, did) {
    const response = await globalThis.fetch(`${this.#gateway}/1.0/identifiers/${encodeURIComponent(did)}`, {
      headers: { Accept: 'application/did' },
    });
    const document = await response.json();
    return {
      didDocument: JsonTransformer.fromJSON(document, DidDocument),
      didDocumentMetadata: {},
      didResolutionMetadata: { contentType: 'application/did+ld+json' },
    };
  }
}

class Quiet extends BaseLogger {
  log(level, message, data) {
    if (level >= LogLevel.error) process.stderr.write(`${message} ${JSON.stringify(data ?? {})}\n`);
  }
  test() {}
  trace() {}
  debug() {}
  info() {}
  warn() {}
  error(message, data) {
    this.log(LogLevel.error, message, data);
  }
  fatal(message, data) {
    this.log(LogLevel.fatal, message, data);
  }
}

/** @param gateway base URL of an organisation; @param base where this agent is reached */
export async function startAgent(gateway, base, mapper) {
  const app = express();
  const storage = new MemoryStorage();
  const agent = new Agent({
    config: {
      logger: new Quiet(LogLevel.off),
      allowInsecureHttpUrls: true,
      autoUpdateStorageOnStartup: true,
    },
    dependencies: {
      FileSystem: class {
        cachePath = '';
        dataPath = '';
        tempPath = '';
      },
      EventEmitterClass: EventEmitter,
      fetch: globalThis.fetch,
      WebSocketClass: class {},
    },
    modules: {
      storage: {
        register: (manager) => manager.registerInstance(InjectionSymbols.StorageService, storage),
      },
      keyManagement: new Kms.KeyManagementModule({ backends: [new MemoryKeys()] }),
      dids: new DidsModule({ resolvers: [...new DidsModule().config.resolvers, new LedgerDids(gateway)] }),
      sdJwtVc: new SdJwtVcModule(),
      openid4vc: new OpenId4VcModule({
        app,
        issuer: {
          baseUrl: `${base}/oid4vci`,
          credentialRequestToCredentialMapper: (options) => mapper(agent, options),
        },
        verifier: { baseUrl: `${base}/oid4vp` },
      }),
    },
  });
  await agent.initialize();
  return { agent, app };
}
