import { AsnProp, AsnPropTypes } from '@peculiar/asn1-schema';

/** The structures of GB/T 38540-2020 (V4) with which seals and signatures are written; reading has its own strict reader. */

type PropOptions = Parameters<typeof AsnProp>[0];
type Field = PropOptions['type'] | PropOptions;
type Fields<T> = { readonly [K in keyof T & string]-?: Field };

/** Declares the members of a SEQUENCE in their order. */
function members<T extends object>(of: new () => T, fields: Fields<T>): void {
  for (const [name, field] of Object.entries<Field>(fields)) {
    AsnProp(typeof field === 'object' ? field : { type: field })(of.prototype as object, name);
  }
}

const { Any, BitString, GeneralizedTime, IA5String, Integer, ObjectIdentifier, OctetString, Utf8String } =
  AsnPropTypes;

const NOTHING = new ArrayBuffer(0);

/** SES_Header. */
export class SesHeader {
  ID = 'ES';
  version = 4;
  Vid = '';
}
members(SesHeader, { ID: IA5String, version: Integer, Vid: IA5String });

/** SES_ESPropertyInfo; `certList` is DER, its form chosen by `certListType`. */
export class SesProperty {
  type = 1;
  name = '';
  certListType = 1;
  certList: ArrayBuffer = NOTHING;
  createDate = new Date(0);
  validStart = new Date(0);
  validEnd = new Date(0);
}
members(SesProperty, {
  type: Integer,
  name: Utf8String,
  certListType: Integer,
  certList: Any,
  createDate: GeneralizedTime,
  validStart: GeneralizedTime,
  validEnd: GeneralizedTime,
});

/** SES_ESPictureInfo. */
export class SesPicture {
  type = '';
  data: ArrayBuffer = NOTHING;
  width = 0;
  height = 0;
}
members(SesPicture, { type: IA5String, data: OctetString, width: Integer, height: Integer });

/** ExtData. */
export class SesExtension {
  extnID = '';
  critical = false;
  extnValue: ArrayBuffer = NOTHING;
}
members(SesExtension, {
  extnID: ObjectIdentifier,
  // Always written: what stands in the field reads no ExtData without it.
  critical: AsnPropTypes.Boolean,
  extnValue: OctetString,
});

/** SES_SealInfo. */
export class SesSealInfo {
  header = new SesHeader();
  esID = '';
  property = new SesProperty();
  picture = new SesPicture();
  extDatas?: SesExtension[];
}
members(SesSealInfo, {
  header: SesHeader,
  esID: IA5String,
  property: SesProperty,
  picture: SesPicture,
  extDatas: { type: SesExtension, repeated: 'sequence', optional: true },
});

/** SESeal; `eSealInfo` is the DER that was signed. */
export class SesSeal {
  eSealInfo: ArrayBuffer = NOTHING;
  cert: ArrayBuffer = NOTHING;
  signAlgID = '';
  signedValue: ArrayBuffer = NOTHING;
}
members(SesSeal, { eSealInfo: Any, cert: OctetString, signAlgID: ObjectIdentifier, signedValue: BitString });

/** TBS_Sign; `eseal` is DER. */
export class SesTbsSign {
  version = 4;
  eseal: ArrayBuffer = NOTHING;
  timeInfo = new Date(0);
  dataHash: ArrayBuffer = NOTHING;
  propertyInfo = '';
  extDatas?: SesExtension[];
}
members(SesTbsSign, {
  version: Integer,
  eseal: Any,
  timeInfo: GeneralizedTime,
  dataHash: BitString,
  propertyInfo: IA5String,
  extDatas: { type: SesExtension, repeated: 'sequence', context: 0, optional: true },
});

/** SES_Signature; `toSign` is the DER that was signed. */
export class SesSignature {
  toSign: ArrayBuffer = NOTHING;
  cert: ArrayBuffer = NOTHING;
  signatureAlgID = '';
  signature: ArrayBuffer = NOTHING;
  timeStamp?: ArrayBuffer;
}
members(SesSignature, {
  toSign: Any,
  cert: OctetString,
  signatureAlgID: ObjectIdentifier,
  signature: BitString,
  timeStamp: { type: BitString, context: 0, optional: true },
});
