import {
  AnnotationMode,
  getDocument,
  PDFWorker,
  VerbosityLevel,
  type PDFDocumentProxy,
  type PDFPageProxy,
} from 'pdfjs-dist/legacy/build/pdf.mjs';
import { newPdfThread } from './pdf-thread';
import { NotDrawn, type Mark, type OpenDocument, type RasterSheet } from './sheet';

/** So long a document may take to open, and a page to be painted; then its thread is ended. */
const MILLISECONDS = 20_000;
const MOST_PAGES = 10_000;
const MOST_IMAGE_POINTS = 40_000_000;
const MOST_CANVAS_BYTES = 64 * 1024 * 1024;

/**
 * A PDF as sheets painted by PDF.js: in a thread of its own, without scripts, forms, WebAssembly or anything from
 * elsewhere.
 * @throws NotDrawn PAGES_UNREADABLE, PAGES_ENCRYPTED, PAGES_TIMEOUT, PAGE_TOO_MUCH
 */
export async function openPdf(bytes: Uint8Array): Promise<OpenDocument> {
  const thread = newPdfThread();
  const worker = PDFWorker.create({ port: thread, verbosity: VerbosityLevel.ERRORS });
  const close = (): void => {
    worker.destroy();
    thread.terminate();
  };
  try {
    const task = getDocument({
      data: bytes.slice(),
      worker,
      verbosity: VerbosityLevel.ERRORS,
      useWasm: false,
      useWorkerFetch: false,
      enableXfa: false,
      disableAutoFetch: true,
      maxImageSize: MOST_IMAGE_POINTS,
      canvasMaxAreaInBytes: MOST_CANVAS_BYTES,
    });
    const document = await within(task.promise);
    if (document.numPages > MOST_PAGES) throw new NotDrawn('PAGE_TOO_MUCH');
    const first = await within(document.getPage(1));
    return { sheets: sheetsOf(document, first), close };
  } catch (error) {
    close();
    throw refusalOf(error);
  }
}

/** Pages are taken to be as large as the first until they are drawn. */
function sheetsOf(document: PDFDocumentProxy, first: PDFPageProxy): readonly RasterSheet[] {
  const { width, height } = first.getViewport({ scale: 1 });
  if (!(width >= 1 && height >= 1 && width <= 30_000 && height <= 30_000)) throw new NotDrawn('PAGE_SIZE');
  return Array.from({ length: document.numPages }, (_, index): RasterSheet => {
    const page = (): Promise<PDFPageProxy> => within(document.getPage(index + 1));
    return {
      kind: 'raster',
      width,
      height,
      paint: async (canvas, pixels, signal) => paint(await page(), canvas, pixels, signal),
      marks: async () => marksOf(await page()),
      words: async () => wordsOf(await page()),
    };
  });
}

async function paint(
  page: PDFPageProxy,
  canvas: HTMLCanvasElement,
  pixels: number,
  signal: AbortSignal,
): Promise<void> {
  const whole = page.getViewport({ scale: 1 });
  const viewport = page.getViewport({ scale: pixels / whole.width });
  const [width, height] = [Math.round(viewport.width), Math.round(viewport.height)];
  if (!(width * height * 4 <= MOST_CANVAS_BYTES) || width < 1 || height < 1) throw new NotDrawn('PAGE_SIZE');
  [canvas.width, canvas.height] = [width, height];
  const task = page.render({
    canvas,
    viewport,
    annotationMode: AnnotationMode.ENABLE,
    background: '#ffffff',
  });
  const stop = (): void => task.cancel();
  signal.addEventListener('abort', stop);
  try {
    await within(task.promise);
  } catch (error) {
    task.cancel();
    if (!signal.aborted) throw refusalOf(error);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

interface Widget {
  readonly subtype?: unknown;
  readonly fieldType?: unknown;
  readonly fieldName?: unknown;
  readonly rect?: readonly number[];
}

/** Boxes of signature fields. */
async function marksOf(page: PDFPageProxy): Promise<readonly Mark[]> {
  const viewport = page.getViewport({ scale: 1 });
  const widgets = (await within(page.getAnnotations())) as readonly Widget[];
  return widgets.flatMap(({ subtype, fieldType, fieldName, rect }) => {
    if (subtype !== 'Widget' || fieldType !== 'Sig' || typeof fieldName !== 'string' || rect?.length !== 4)
      return [];
    const [fromX = 0, fromY = 0, toX = 0, toY = 0] = rect;
    const [[x1 = 0, y1 = 0], [x2 = 0, y2 = 0]] = [
      viewport.convertToViewportPoint(fromX, fromY),
      viewport.convertToViewportPoint(toX, toY),
    ];
    const [left, top] = [Math.min(x1, x2), Math.min(y1, y2)];
    const [width, height] = [Math.abs(x2 - x1), Math.abs(y2 - y1)];
    if (width < 1 || height < 1) return [];
    return [
      {
        of: { field: fieldName },
        left: (100 * left) / viewport.width,
        top: (100 * top) / viewport.height,
        width: (100 * width) / viewport.width,
        height: (100 * height) / viewport.height,
      },
    ];
  });
}

async function wordsOf(page: PDFPageProxy): Promise<string> {
  const { items } = await within(page.getTextContent());
  return items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('');
}

/** @throws NotDrawn PAGES_TIMEOUT */
async function within<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NotDrawn('PAGES_TIMEOUT')), MILLISECONDS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function refusalOf(cause: unknown): NotDrawn {
  if (cause instanceof NotDrawn) return cause;
  const encrypted = cause instanceof Error && cause.name === 'PasswordException';
  return new NotDrawn(encrypted ? 'PAGES_ENCRYPTED' : 'PAGES_UNREADABLE', { cause });
}
