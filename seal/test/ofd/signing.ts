import { signOfd, embedValue, openOfd, prepareSignature, type OfdSigner } from '../../src/ofd/index.js';
import { stampedCms } from '../../src/pdf/index.js';
import { activation, provider, type Holder } from '../world.js';
import { sealerOf, T0, type SealWorld } from './world.js';

/** How a person signs an OFD without a seal; each member changes one thing. */
export interface Signing {
  readonly at?: Date;
  readonly close?: boolean;
  readonly by?: Partial<OfdSigner>;
  /** What the time-stamp is over, when it is not the signature; `none`: there is none. */
  readonly stamped?: Uint8Array | 'none';
  /** Of the finished CMS. */
  readonly change?: (cms: Uint8Array) => Uint8Array;
}

/** The document with `holder`'s own signature (`Type="Sign"`). */
export async function signed(
  world: SealWorld,
  holder: Pick<Holder, 'signer' | 'certificate'>,
  document: Uint8Array,
  { at = T0, close = false, by, stamped, change = (cms) => cms }: Signing = {},
): Promise<Uint8Array> {
  const prepared = prepareSignature(openOfd(document), { at, close }, provider);
  const cms = await signOfd(prepared, {
    signer: holder.signer,
    certificate: holder.certificate,
    chain: [world.people.province.certificate],
    crls: world.people.crls,
    claims: { shown: new Uint8Array(32).fill(5), activation: 'activation-1' },
    activation,
    provider,
    ...by,
  });
  const { timeStamp } = sealerOf(world, world.people.person);
  const stamper = async (value: Uint8Array): Promise<Uint8Array> =>
    (await timeStamp?.(stamped instanceof Uint8Array ? stamped : value)) ?? new Uint8Array();
  return embedValue(prepared, change(stamped === 'none' ? cms : await stampedCms(cms, stamper)));
}
