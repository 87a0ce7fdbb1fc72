import { z } from 'zod';

/** A page of docs/formats/contract-document.md, as far as its words go. */
const page = z.looseObject({
  watermark: z.exactOptional(z.string()),
  lines: z.array(z.looseObject({ runs: z.array(z.looseObject({ text: z.string() })) })),
});

/**
 * The words of a page in the order in which they are drawn, without white space: what an OFD of it must show.
 * @throws z.ZodError for anything but the layout of a page
 */
export function wordsOfLayout(layout: unknown): string {
  const { watermark = '', lines } = page.parse(layout);
  const text = lines.flatMap(({ runs }) => runs.map((run) => run.text));
  return [watermark, ...text].join('').replace(/\s/g, '');
}
