import type { Text } from '../language/language';

export interface Fault {
  readonly pointer: string;
  readonly code: string;
}

/** Something did not work: a refusal of the platform, or of the page itself. Nobody branches on the prose. */
export class PageProblem extends Error {
  readonly code: string;
  /** What happened, in the platform's words when it said any. */
  readonly title: Text;
  readonly requestId: string | null;
  /** Where in what was handed in something is wrong: JSON pointers and codes. */
  readonly faults: readonly Fault[];

  constructor(code: string, title: Text | null, requestId: string | null, faults: readonly Fault[] = []) {
    super(code);
    this.name = 'PageProblem';
    this.code = code;
    this.title = title ?? titles[code] ?? unknown;
    this.requestId = requestId;
    this.faults = faults;
  }

  /** What to do about it. */
  get advice(): Text {
    return advices[this.code] ?? otherwise;
  }
}

/** Any thrown value as a problem: what is not one of ours is a fault of the page. */
export function problemOf(error: unknown): PageProblem {
  return error instanceof PageProblem ? error : new PageProblem('PAGE_FAULT', null, null);
}

/** The problem details (RFC 9457) of an answer that is not a success. */
export async function problemOfAnswer(response: Response): Promise<PageProblem> {
  const details: unknown = await response.json().catch(() => null);
  return problemOfDetails(details, `HTTP_${response.status}`, response.headers.get('X-Request-Id'));
}

/** Problem details as they came; `code` and `request` where they name none. */
export function problemOfDetails(
  details: unknown,
  otherwiseCode: string,
  request: string | null,
): PageProblem {
  const { code, title, title_zh, requestId } = (details ?? {}) as Record<string, unknown>;
  const said = typeof title === 'string' && typeof title_zh === 'string' ? { zh: title_zh, en: title } : null;
  return new PageProblem(
    typeof code === 'string' ? code : otherwiseCode,
    said,
    typeof requestId === 'string' ? requestId : request,
  );
}

const unknown: Text = { zh: '操作没有完成', en: 'This did not complete' };

const titles: Readonly<Record<string, Text>> = {
  GATEWAY_UNREACHABLE: { zh: '连不上平台', en: 'The platform does not answer' },
  FILE_UNREADABLE: { zh: '浏览器读不出这个文件', en: 'The browser could not read the file' },
  FILE_TOO_LARGE: { zh: '文件太大', en: 'The file is too large' },
  VERIFIER_FAULT: { zh: '验证没有完成', en: 'The verification did not complete' },
  NO_SEAL_IN_USE: { zh: '没有盖章：印章不在使用中', en: 'Not sealed: the seal is not in use' },
  PAGE_FAULT: { zh: '页面出错了', en: 'The page met an error' },
};

const otherwise: Text = {
  zh: '请再试一次；若仍不成功，请“重新开始”。',
  en: 'Try again; if it fails once more, press “Start again”.',
};

const reload: Text = {
  zh: '进度可能已在别处变化。请按“读取最新进度”，再继续。',
  en: 'The story may have moved on elsewhere. Press “Read the progress again”, then go on.',
};

const advices: Readonly<Record<string, Text>> = {
  GATEWAY_UNREACHABLE: {
    zh: '请确认平台仍在运行（npm start），然后按“读取最新进度”。进度不会丢失。',
    en: 'See that the platform still runs (npm start), then press “Read the progress again”. Nothing is lost.',
  },
  NOT_FOUND: reload,
  IDEMPOTENCY_IN_PROGRESS: {
    zh: '另一步还在执行。请稍候几秒，再按“读取最新进度”。',
    en: 'Another step is still running. Wait some seconds, then press “Read the progress again”.',
  },
  NOT_READY: {
    zh: '平台正在启动。请稍候几秒，再按“读取最新进度”。',
    en: 'The platform is starting. Wait some seconds, then press “Read the progress again”.',
  },
  OVERLOADED: {
    zh: '平台繁忙。请稍候几秒再试。',
    en: 'The platform is busy. Wait some seconds and try again.',
  },
  PAGES_NOT_SHOWN: {
    zh: '请重新打开文件，把每一页看完再签名。',
    en: 'Open the document again and look at every page before signing.',
  },
  FILE_UNREADABLE: {
    zh: '请确认文件仍在原处且有权读取，再选一次。文件夹请先打开，只选其中的文件。',
    en: 'See that the file is still there and may be read, then choose it again. Choose files, not a folder.',
  },
  FILE_TOO_LARGE: {
    zh: '一次最多验证 64 MB。大文件请用命令行：npx renxin verify。',
    en: 'At most 64 MB at a time. For larger files use the command line: npx renxin verify.',
  },
  VERIFIER_FAULT: {
    zh: '请重新选择文件；若仍不成功，请用命令行：npx renxin verify。没有报告就不能当作通过。',
    en: 'Choose the files again; else use the command line: npx renxin verify. No report means not verified.',
  },
};
