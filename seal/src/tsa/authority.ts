import { sameKey } from '../crypto/certificate-key.js';
import type { CryptoProvider, HashAlgorithm } from '../crypto/provider.js';
import type { CertificateSigner } from '../signer/signer.js';
import { primitive } from '../asn1/index.js';
import { ID_TST_INFO } from '../asn1/oids.js';
import { booleanTrue, generalizedTime, integer, octetString, oid, sequence } from '../asn1/write.js';
import { carriedMaterial } from '../cms/carried.js';
import { CmsError } from '../cms/error.js';
import { makeSignedData } from '../cms/make.js';
import { readCertificate, SUITE } from '../x509/index.js';
import { readTimeStampRequest, type TimeStampRequest } from './request.js';
import { grantedResponse, rejectedResponse, type Failure } from './response.js';

export interface TimeStampAuthorityOptions {
  readonly signer: CertificateSigner;
  /** DER; profile `time-stamp`. */
  readonly certificate: Uint8Array;
  /** Its issuers, DER. */
  readonly chain: readonly Uint8Array[];
  /** The CRLs in force, asked for at each token that carries certificates. */
  readonly crls?: () => readonly Uint8Array[] | Promise<readonly Uint8Array[]>;
  /** OID under which every token is given; a request that names another is refused. */
  readonly policy: string;
  /** The present time, or undefined while the clock is in doubt. */
  readonly clock: () => Date | undefined;
  /** Asked before each token: why the clock is in doubt, or undefined. What it throws is a doubt as well. */
  readonly doubt?: () => Promise<string | undefined>;
  /** Each call gives a positive number below 2^160 that this authority has never used, also after a crash. */
  readonly serials: () => Promise<bigint>;
  /** How far genTime may be from UTC. */
  readonly accuracy: { readonly seconds: number; readonly millis?: number };
  /** The latest time already given, so that a restart cannot go back behind it. */
  readonly notBefore?: Date;
  readonly provider: CryptoProvider;
}

export interface TimeStampAuthority {
  /** The hash function whose imprints it stamps: SM3 with an SM2 key, SHA-256 with a P-256 key. */
  readonly algorithm: HashAlgorithm;
  /**
   * Answers a TimeStampReq (DER) with a TimeStampResp (DER): a token, or a refusal with its reason. A failing signer or
   * serial source is a fault and throws; no token was given then.
   */
  respond(request: Uint8Array): Promise<Uint8Array>;
}

/** An RFC 3161 authority. @throws CmsError SIGNER_KEY_MISMATCH, DerError */
export function createTimeStampAuthority(options: TimeStampAuthorityOptions): TimeStampAuthority {
  const certificate = readCertificate(options.certificate);
  const { key } = options.signer;
  if (!sameKey(certificate.key, key)) throw new CmsError('SIGNER_KEY_MISMATCH');
  const algorithm = SUITE[key.algorithm].hash;
  const accuracy = options.accuracy.seconds * 1000 + (options.accuracy.millis ?? 0);
  let latest = options.notBefore?.getTime() ?? -Infinity;
  /** The clock at the latest token: only its own steps back are a fault, not milliseconds that were taken ahead of it. */
  let seen = latest;

  /**
   * A time later than any given one, so that tokens can be ordered by it (TSTInfo.ordering): within one millisecond the
   * next one is taken, as long as that stays within the accuracy.
   */
  function time(): Date | undefined {
    const now = options.clock()?.getTime();
    if (now === undefined || !(now >= seen)) return undefined;
    const given = Math.max(now, latest + 1);
    if (given - now > accuracy) return undefined;
    if (given < certificate.notBefore || given > certificate.notAfter) return undefined;
    seen = now;
    latest = given;
    return new Date(given);
  }

  async function token(request: TimeStampRequest, genTime: Date, serial: bigint): Promise<Uint8Array> {
    const content = timeStampInfo(options, request, genTime, serial);
    const crls = request.certReq ? ((await options.crls?.()) ?? []) : [];
    const carried = carriedMaterial(certificate, options.chain, crls);
    return makeSignedData({
      contentType: ID_TST_INFO,
      content,
      digest: options.provider.hash(algorithm, content),
      attributes: [],
      signer: options.signer,
      certificate,
      certificates: request.certReq ? carried.certificates : [],
      crls: carried.crls,
      activation: {
        id: `time-stamp-${serial.toString(16)}`,
        method: 'unattended',
        at: genTime.toISOString(),
      },
      provider: options.provider,
    });
  }

  return {
    algorithm,
    async respond(der) {
      const request = parse(der);
      const failure = request === undefined ? 'badDataFormat' : refusal(request, algorithm, options.policy);
      if (request === undefined || failure !== undefined) return rejectedResponse(failure ?? 'badDataFormat');
      const serial = await options.serials();
      if (serial <= 0n || serial >> 160n !== 0n) throw new RangeError('a serial number out of range');
      if ((await doubtOf(options)) !== undefined) return rejectedResponse('timeNotAvailable');
      const genTime = time();
      if (genTime === undefined) return rejectedResponse('timeNotAvailable');
      return grantedResponse(await token(request, genTime, serial));
    },
  };
}

async function doubtOf({ doubt }: TimeStampAuthorityOptions): Promise<string | undefined> {
  try {
    return await doubt?.();
  } catch {
    return 'CLOCK_UNKNOWN';
  }
}

function parse(der: Uint8Array): TimeStampRequest | undefined {
  try {
    return readTimeStampRequest(der);
  } catch {
    return undefined;
  }
}

/** The checks of RFC 3161 2.4.1, in its order. */
function refusal(request: TimeStampRequest, algorithm: HashAlgorithm, policy: string): Failure | undefined {
  if (request.version !== 1) return 'badRequest';
  if (request.imprint.hash !== algorithm) return 'badAlg';
  if (request.imprint.digest.length !== 32) return 'badDataFormat';
  if (request.policy !== undefined && request.policy !== policy) return 'unacceptedPolicy';
  if (request.hasExtensions) return 'unacceptedExtension';
  return undefined;
}

/** TSTInfo (RFC 3161 2.4.2). */
function timeStampInfo(
  options: TimeStampAuthorityOptions,
  request: TimeStampRequest,
  genTime: Date,
  serial: bigint,
): Uint8Array {
  const { seconds, millis } = options.accuracy;
  const accuracy = sequence(
    integer(seconds),
    ...(millis === undefined || millis === 0 ? [] : [integer(millis, primitive(0))]),
  );
  return sequence(
    integer(1),
    oid(options.policy),
    sequence(request.imprint.algorithm.encoded, octetString(request.imprint.digest)),
    integer(serial),
    generalizedTime(genTime),
    accuracy,
    booleanTrue(),
    ...(request.nonce === undefined ? [] : [request.nonce]),
  );
}
