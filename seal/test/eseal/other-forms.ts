import { bitString, explicit, integer, octetString, oid, sequence, tagged } from '../../src/asn1/write.js';
import { TAG } from '../../src/asn1/index.js';
import { SM2_WITH_SM3 } from '../../src/asn1/oids.js';
import { signatureToDer } from '../../src/crypto/der.js';
import type { Signer } from '../../src/signer/signer.js';
import { activation, provider, DOCUMENT, type Holder } from '../world.js';
import { PICTURE, PLACE, type SealWorld } from './seal-world.js';

/** Seals and signatures in forms that we read and do not write. */

/** GM/T 0031-2014. */
export async function firstVersionSeal(world: SealWorld): Promise<Uint8Array> {
  const info = sequence(
    sequence(ascii('ES'), integer(1), ascii('OTHER')),
    ascii('id-1'),
    sequence(
      integer(1),
      utf8('印章'),
      sequence(octetString(world.signer.certificate)),
      utcTime('260219000000Z'),
      utcTime('260219000000Z'),
      utcTime('260609000000Z'),
    ),
    sequence(ascii('PNG'), octetString(PICTURE), integer(40), integer(40)),
    explicit(0, sequence(sequence(oid('1.2.3.4'), octetString(Uint8Array.of(1))))),
  );
  const proof = [octetString(world.maker.certificate), oid(SM2_WITH_SM3)];
  const signature = await signed(world.maker.signer, sequence(info, ...proof));
  return sequence(info, sequence(...proof, signature));
}

/** GM/T 0031-2014: TBS_Sign ends with certificate and algorithm. */
export async function firstVersionSignature(world: SealWorld): Promise<Uint8Array> {
  const toSign = sequence(
    integer(1),
    await firstVersionSeal(world),
    bitString(utcTime('260301000000Z')),
    bitString(provider.hash('SM3', DOCUMENT)),
    ascii(PLACE),
    octetString(world.signer.certificate),
    oid(SM2_WITH_SM3),
  );
  return sequence(toSign, await signed(world.signer.signer, toSign));
}

/** How extDatas is tagged: as written, or as others write it. */
export type Tagging = 'plain' | 'explicit' | 'implicit';

export async function fourthVersionSeal(
  world: SealWorld,
  tagging: Tagging,
  extensions: readonly Uint8Array[] = [extension()],
  maker: Holder = world.maker,
): Promise<Uint8Array> {
  const info = sequence(
    sequence(ascii('ES'), integer(4), ascii('OTHER')),
    ascii('id-1'),
    sequence(
      integer(1),
      utf8('印章'),
      integer(1),
      sequence(octetString(world.signer.certificate)),
      generalizedTime('20260219000000Z'),
      generalizedTime('20260219000000Z'),
      generalizedTime('20260609000000Z'),
    ),
    sequence(ascii('PNG'), octetString(PICTURE), integer(40), integer(40)),
    tag(tagging, extensions),
  );
  return sequence(info, octetString(maker.certificate), oid(SM2_WITH_SM3), await signed(maker.signer, info));
}

export async function fourthVersionSignature(
  world: SealWorld,
  tagging: Tagging,
  seal: Uint8Array,
): Promise<Uint8Array> {
  const toSign = sequence(
    integer(4),
    seal,
    generalizedTime('20260301000000Z'),
    bitString(provider.hash('SM3', DOCUMENT)),
    ascii(PLACE),
    tag(tagging, [extension()]),
  );
  return sequence(
    toSign,
    octetString(world.signer.certificate),
    oid(SM2_WITH_SM3),
    await signed(world.signer.signer, toSign),
  );
}

/** An extension that nobody knows. */
export function extension(critical?: Uint8Array): Uint8Array {
  return sequence(
    oid('1.2.3.4'),
    ...(critical === undefined ? [] : [critical]),
    octetString(Uint8Array.of(1)),
  );
}

export async function signed(signer: Signer, message: Uint8Array): Promise<Uint8Array> {
  return bitString(signatureToDer(await signer.sign({ algorithm: 'SM2', message, activation })));
}

function tag(tagging: Tagging, extensions: readonly Uint8Array[]): Uint8Array {
  if (tagging === 'plain') return sequence(...extensions);
  return tagging === 'explicit' ? explicit(0, sequence(...extensions)) : tagged(0xa0, ...extensions);
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const ascii = (text: string): Uint8Array => tagged(TAG.ia5String, bytes(text));
const utf8 = (text: string): Uint8Array => tagged(TAG.utf8String, bytes(text));
const utcTime = (text: string): Uint8Array => tagged(TAG.utcTime, bytes(text));
const generalizedTime = (text: string): Uint8Array => tagged(TAG.generalizedTime, bytes(text));
