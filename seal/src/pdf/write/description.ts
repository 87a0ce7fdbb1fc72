import { sha256 } from '@noble/hashes/sha2.js';
import { escapeXml } from '../../xml/index.js';
import {
  dictionary,
  Name,
  PdfString,
  Stream,
  textString,
  type PdfObject,
  type Ref,
} from '../syntax/objects.js';
import { encode, serialize } from '../syntax/serialize.js';
import { srgbProfile } from './colour-profile.js';
import type { PdfAttachment, PdfDescription } from './content.js';
import type { FileBody } from './file-body.js';

/**
 * What makes a PDF one of PDF/A-3b: information, metadata, the meaning of its colours, associated files.
 * @returns entries of the catalogue and of the trailer
 */
export function addDescription(
  file: FileBody,
  description: PdfDescription,
): {
  readonly catalog: { readonly [key: string]: PdfObject };
  readonly trailer: { readonly [key: string]: PdfObject };
} {
  const { attachments = [], language, created } = description;
  const files = attachments.map((each) => ({
    name: each.name,
    file: addAttachment(file, each, created),
  }));
  const listed = [...files].sort((a, b) => (a.name < b.name ? -1 : 1));
  const information = informationOf(description);
  const id = new PdfString(sha256(serialize(information)).subarray(0, 16));
  return {
    catalog: {
      Lang: ascii(language),
      ViewerPreferences: dictionary({ DisplayDocTitle: true }),
      Metadata: file.add(
        new Stream(
          dictionary({ Type: new Name('Metadata'), Subtype: new Name('XML') }),
          new TextEncoder().encode(metadata(description)),
        ),
      ),
      OutputIntents: [addIntent(file)],
      AF: files.map((each) => each.file),
      Names: dictionary({
        EmbeddedFiles: dictionary({ Names: listed.flatMap((each) => [ascii(each.name), each.file]) }),
      }),
    },
    trailer: { Info: file.add(information), ID: [id, id] },
  };
}

function informationOf({ title, subject, creator, created, custom }: PdfDescription) {
  return dictionary({
    Title: textString(title),
    Subject: textString(subject),
    Creator: textString(creator),
    Producer: textString(PRODUCER),
    CreationDate: date(created),
    ModDate: date(created),
    ...Object.fromEntries([...(custom ?? [])].map(([name, text]) => [name, textString(text)])),
  });
}

const PRODUCER = 'Renxin';

function addAttachment(
  file: FileBody,
  { name, type, relationship, bytes }: PdfAttachment,
  created: Date,
): Ref {
  const embedded = file.add(
    new Stream(
      dictionary({
        Type: new Name('EmbeddedFile'),
        Subtype: new Name(type),
        Params: dictionary({ Size: bytes.length, CreationDate: date(created), ModDate: date(created) }),
      }),
      bytes,
    ),
  );
  return file.add(
    dictionary({
      Type: new Name('Filespec'),
      F: ascii(name),
      UF: textString(name),
      AFRelationship: new Name(relationship),
      EF: dictionary({ F: embedded, UF: embedded }),
    }),
  );
}

function addIntent(file: FileBody): Ref {
  return file.add(
    dictionary({
      Type: new Name('OutputIntent'),
      S: new Name('GTS_PDFA1'),
      Info: ascii(COLOURS),
      OutputConditionIdentifier: ascii(COLOURS),
      DestOutputProfile: file.add(new Stream(dictionary({ N: 3 }), srgbProfile())),
    }),
  );
}

const COLOURS = 'sRGB IEC61966-2.1';

/** XMP (ISO 16684-1) that says the same as the information. */
function metadata({ title, subject, creator, created }: PdfDescription): string {
  const at = `${created.toISOString().slice(0, 19)}Z`;
  const inLanguage = (text: string): string =>
    `<rdf:Alt><rdf:li xml:lang="x-default">${escapeXml(text)}</rdf:li></rdf:Alt>`;
  return `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>B</pdfaid:conformance>
<dc:format>application/pdf</dc:format>
<dc:title>${inLanguage(title)}</dc:title>
<dc:description>${inLanguage(subject)}</dc:description>
<xmp:CreatorTool>${escapeXml(creator)}</xmp:CreatorTool>
<xmp:CreateDate>${at}</xmp:CreateDate>
<xmp:ModifyDate>${at}</xmp:ModifyDate>
<pdf:Producer>${PRODUCER}</pdf:Producer>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>
`;
}

/** ISO 32000-1 7.9.4. */
function date(at: Date): PdfString {
  return ascii(`D:${at.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`);
}

function ascii(text: string): PdfString {
  return new PdfString(encode(text));
}
