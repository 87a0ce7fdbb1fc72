/** A JSON value. On the ledger numbers are safe integers only (money in fen, times as strings). */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export type JsonObject = { readonly [key: string]: Json };
