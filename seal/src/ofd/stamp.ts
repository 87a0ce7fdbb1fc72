import { OfdError } from './error.js';
import type { Ofd, OfdPage } from './read.js';
import { findWords } from './words.js';

/** Where a seal is put. Pages count from 1; lengths are millimetres from the page's upper left corner. */
export type Placement =
  | { readonly kind: 'normal'; readonly page: number; readonly x: number; readonly y: number }
  /** The same place on several pages, or on all. */
  | {
      readonly kind: 'pages';
      readonly pages: readonly number[] | 'all';
      readonly x: number;
      readonly y: number;
    }
  /** 骑缝: over the right edges of all pages. */
  | { readonly kind: 'riding'; readonly y: number }
  /** Centred on words of the text; the last place where they stand unless `occurrence` counts from 1. */
  | { readonly kind: 'keyword'; readonly words: string; readonly occurrence?: number };

/** StampAnnot (GB/T 33190 18.2): the seal's box on a page and the part of it that is drawn there. */
export interface Stamp {
  readonly page: OfdPage;
  /** x, y, width, height in millimetres. */
  readonly boundary: Box;
  /** Within the seal. */
  readonly clip?: Box;
}

export type Box = readonly [x: number, y: number, width: number, height: number];

/**
 * The stamps of these placements for a seal of this size.
 * @throws OfdError STAMP_PLACE when a page or the words are not there, or the seal would leave the page
 */
export function stampsOf(
  ofd: Ofd,
  placements: readonly Placement[],
  seal: { readonly width: number; readonly height: number },
): readonly Stamp[] {
  const stamps = placements.flatMap((placement) => placed(ofd, placement, seal));
  for (const { page, boundary, clip } of stamps)
    if (!isOn(page, boundary, clip)) throw new OfdError('STAMP_PLACE');
  return stamps;
}

/** The drawn part of the seal stands on the page. */
export function isOn(page: OfdPage, [x, y, width, height]: Box, clip: Box = [0, 0, width, height]): boolean {
  const [left, top] = [x + clip[0], y + clip[1]];
  return (
    width > 0 &&
    height > 0 &&
    clip[0] >= -SLACK &&
    clip[1] >= -SLACK &&
    clip[2] > 0 &&
    clip[3] > 0 &&
    clip[0] + clip[2] <= width + SLACK &&
    clip[1] + clip[3] <= height + SLACK &&
    left >= -SLACK &&
    top >= -SLACK &&
    left + clip[2] <= page.width + SLACK &&
    top + clip[3] <= page.height + SLACK
  );
}

/** Something of the drawn part stands on the page. */
export function touches(
  page: OfdPage,
  [x, y, width, height]: Box,
  clip: Box = [0, 0, width, height],
): boolean {
  const [left, top] = [x + clip[0], y + clip[1]];
  const isBox = width > 0 && height > 0 && clip[2] > 0 && clip[3] > 0;
  return isBox && left < page.width && top < page.height && left + clip[2] > 0 && top + clip[3] > 0;
}

/** Millimetres that rounding may make. */
const SLACK = 0.01;

function placed(
  ofd: Ofd,
  placement: Placement,
  { width, height }: { readonly width: number; readonly height: number },
): readonly Stamp[] {
  switch (placement.kind) {
    case 'normal':
      return [at(pageOf(ofd, placement.page), placement.x, placement.y, width, height)];
    case 'pages': {
      const pages =
        placement.pages === 'all' ? ofd.pages : placement.pages.map((number) => pageOf(ofd, number));
      return pages.map((page) => at(page, placement.x, placement.y, width, height));
    }
    case 'riding':
      return groupsOf(ofd.pages).flatMap((pages) => riding(pages, placement.y, width, height));
    case 'keyword': {
      const found = findWords(ofd, placement.words);
      const place = found.at((placement.occurrence ?? 0) - 1);
      if (place === undefined) throw new OfdError('STAMP_PLACE');
      const { page, x, y } = place;
      return [
        at(
          page,
          within(x - width / 2, page.width - width),
          within(y - height / 2, page.height - height),
          width,
          height,
        ),
      ];
    }
  }
}

function at(page: OfdPage, x: number, y: number, width: number, height: number): Stamp {
  return { page, boundary: [rounded(x), rounded(y), width, height] };
}

function pageOf({ pages }: Ofd, number: number): OfdPage {
  const page = pages[number - 1];
  if (page === undefined) throw new OfdError('STAMP_PLACE');
  return page;
}

/** A slice a page, from left to right, each flush with the right edge of its page. */
function riding(pages: readonly OfdPage[], y: number, width: number, height: number): readonly Stamp[] {
  if (pages.length < 2) throw new OfdError('STAMP_PLACE');
  const cut = (i: number): number => rounded((width * i) / pages.length);
  return pages.map((page, i) => ({
    page,
    boundary: [rounded(page.width - cut(i + 1)), y, width, height],
    clip: [cut(i), 0, rounded(cut(i + 1) - cut(i)), height],
  }));
}

/** So many pages share one riding seal at most; the groups are of about one size. */
const RIDING_PAGES = 13;

function groupsOf(pages: readonly OfdPage[]): readonly (readonly OfdPage[])[] {
  const count = Math.ceil(pages.length / RIDING_PAGES);
  return Array.from({ length: count }, (_, i) =>
    pages.slice(Math.round((i * pages.length) / count), Math.round(((i + 1) * pages.length) / count)),
  );
}

function within(value: number, most: number): number {
  return Math.min(Math.max(value, 0), most);
}

/** To micrometres. */
function rounded(millimetres: number): number {
  return Math.round(millimetres * 1000) / 1000;
}
