/** A client's side of the platform's time-stamp authorities (RFC 3161): one with national, one with international algorithms. */
export interface TimeStamping {
  /** The whole TimeStampResp (DER), over SM3 of `data`, signed with SM2. */
  sm2(data: Uint8Array): Promise<Uint8Array>;
  /** The whole TimeStampResp (DER), over SHA-256 of `data`, signed with ECDSA P-256. */
  ecdsa(data: Uint8Array): Promise<Uint8Array>;
}
