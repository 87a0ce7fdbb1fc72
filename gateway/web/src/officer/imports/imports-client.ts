import type { ImportRow, ImportView } from '@renxin/wallets/api';
import { signedIn } from '../session/session-state';

const PATH = '/api/v1/e-certificates/imports';

export interface ImportRows {
  readonly rows: readonly ImportRow[];
  readonly next?: number;
}

/** The questions of the import pages to the province's gateway. @throws PageProblem */
export const importsClient = {
  list: async () => (await signedIn().get<{ imports: readonly ImportView[] }>(PATH)).imports,
  read: (name: string) => signedIn().get<ImportView>(`${PATH}/${name}`),
  take: (type: string, file: File) =>
    signedIn().send<ImportView>(`${PATH}?type=${type}`, { body: file, type: contentTypeOf(file) }),
  rows: (name: string, outcome: string, after: number) =>
    signedIn().get<ImportRows>(`${PATH}/${name}/rows?outcome=${outcome}&after=${after}&limit=50`),
  issue: (name: string, rows: number) => signedIn().post<ImportView>(`${PATH}/${name}/issue`, { rows }),
  cancel: (name: string) => signedIn().post<ImportView>(`${PATH}/${name}/cancel`, {}),
  report: (name: string) => signedIn().bytes(`${PATH}/${name}/report`),
};

function contentTypeOf({ name }: File): string {
  return /\.(ndjson|jsonl)$/i.test(name) ? 'application/x-ndjson' : 'text/csv';
}
