export type XmlCode = 'XML_MALFORMED' | 'XML_FORBIDDEN' | 'XML_LIMITS';

/** An XML file that is refused. `XML_FORBIDDEN`: it has a document type, an entity or a processing instruction. */
export class XmlError extends Error {
  readonly code: XmlCode;
  constructor(code: XmlCode) {
    super(code);
    this.name = 'XmlError';
    this.code = code;
  }
}
