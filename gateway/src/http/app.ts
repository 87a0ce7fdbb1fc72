import express, {
  Router,
  type ErrorRequestHandler,
  type Express,
  type Request,
  type RequestHandler,
  type Response,
} from 'express';
import type { RequestListener } from 'node:http';
import { Refusal } from '../problem/index.js';
import type { Composition, HostedOrganisation } from './composition.js';
import { Exchange } from './exchange.js';
import type { Route } from './route.js';
import { serve, type Place } from './serve.js';

export interface Application {
  readonly handler: RequestListener;
  /** From now on `/readyz` says no and connections are not kept. */
  beginStop(): void;
  /** Resolves when nothing that was accepted is still being answered. */
  idle(): Promise<void>;
}

/** More than these at once are refused, not queued. */
const MOST_AT_ONCE = 1024;

/**
 * The gateway's HTTP application (Express 5): every route under each organisation's base URL `/orgs/{id}`, the ministry's
 * at the bare root as well, the platform's at the root.
 */
export function createApp(composition: Composition, routes: readonly Route[]): Application {
  const ministry = ministryOf(composition);
  const platform = composition.platform;
  const running = new Set<Promise<void>>();
  const exchanges = new WeakMap<Request, Exchange>();
  let stopping = false;

  // A whole path without parameters is looked up, not tried against every pattern before it.
  const fixed = new Map<string, (request: Request) => void>();
  const begin = (request: Request, response: Response): Exchange => {
    const exchange = new Exchange(platform, request, response);
    exchanges.set(request, exchange);
    if (stopping) response.setHeader('Connection', 'close');
    return exchange;
  };
  const app = bareExpress();
  app.use((request, response, next) => {
    begin(request, response);
    if (!request.originalUrl.startsWith('/')) throw new Refusal('REQUEST_MALFORMED');
    const answerIt = fixed.get(request.path);
    if (answerIt === undefined) next();
    else answerIt(request);
  });

  /** What is posted to a whole path is answered without Express, whose bookkeeping costs more than many an answer. */
  const listener: RequestListener = (incoming, outgoing) => {
    const url = incoming.url ?? '';
    const answerIt = incoming.method === 'POST' ? fixed.get(url.split('?', 1)[0] ?? '') : undefined;
    if (answerIt === undefined) {
      app(incoming, outgoing);
      return;
    }
    const request = Object.assign(incoming, { originalUrl: url, params: {} }) as Request;
    const exchange = begin(request, outgoing as Response);
    try {
      answerIt(request);
    } catch (error) {
      void exchange.refuse(error);
    }
  };

  const answer = (request: Request, exchange: Exchange, route: Route, place: Place): void => {
    exchange.about.operation = route.operationId;
    exchange.about.organisation = place.organisation.id;
    if (running.size >= MOST_AT_ONCE && route.scope !== 'platform') throw new Refusal('OVERLOADED');
    const answered = serve(route, place, request, exchange)
      .then(
        (rendered) => exchange.answer(rendered),
        (error: unknown) => exchange.refuse(error, route.errors),
      )
      .catch((error: unknown) => exchange.refuse(error, route.errors))
      .finally(() => running.delete(answered));
    running.add(answered);
  };

  /** @param mounted where Express puts the router; what stands there first has the path */
  const routerOf = (
    organisation: HostedOrganisation,
    prefix: string,
    mounted: string,
    scoped: readonly Route[],
  ): RequestHandler => {
    const router = Router({ caseSensitive: true, strict: true });
    for (const [path, byMethod] of byPath(scoped)) {
      const handler = (request: Request): void => {
        const route = byMethod.get(request.method === 'HEAD' ? 'GET' : request.method);
        if (route === undefined)
          throw new Refusal('METHOD_NOT_ALLOWED', { headers: { Allow: allow(byMethod) } });
        const place = { platform: stoppable(), organisation, base: platform.publicUrl() + prefix };
        answer(request, exchangeOf(request), route, place);
      };
      if (!/^[a-z0-9/.-]+$/.test(path)) router.all(path, handler);
      else if (!fixed.has(mounted + path)) fixed.set(mounted + path, handler);
    }
    return router;
  };
  const exchangeOf = (request: Request): Exchange => {
    const exchange = exchanges.get(request);
    if (exchange === undefined) throw new Error('no exchange');
    return exchange;
  };
  const stoppable = () =>
    stopping ? { ...platform, notReady: () => Promise.resolve(['stopping']) } : platform;

  const scoped = routes.filter(({ scope }) => scope === 'organisation');
  for (const organisation of composition.organisations) {
    const prefix = `/orgs/${organisation.id}`;
    app.use(prefix, routerOf(organisation, prefix, prefix, scoped));
    app.use(routerOf(organisation, prefix, '', wellKnownOf(scoped, prefix)));
  }
  app.use(routerOf(ministry, '', '', routes));
  if (composition.pages !== undefined) app.use(composition.pages);
  app.use(() => {
    throw new Refusal('NOT_FOUND');
  });
  const onError: ErrorRequestHandler = (error: unknown, request, response, next) => {
    const exchange = exchanges.get(request);
    if (exchange === undefined || response.headersSent) return next(error);
    void exchange.refuse(isClientError(error) ? new Refusal('PATH_INVALID') : error);
  };
  app.use(onError);

  return {
    handler: listener,
    beginStop: () => {
      stopping = true;
    },
    idle: async () => {
      while (running.size > 0) await Promise.all(running);
    },
  };
}

function ministryOf({ organisations }: Composition): HostedOrganisation {
  const [ministry, ...others] = organisations.filter(({ role }) => role === 'ministry');
  if (ministry === undefined || others.length > 0) throw new TypeError('there is exactly one ministry');
  return ministry;
}

function bareExpress(): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', false);
  app.set('case sensitive routing', true);
  app.set('strict routing', true);
  return app;
}

/** What is well known of an identifier with a path stands in front of the path (RFC 8615; RFC 8414 section 3.1) as well. */
function wellKnownOf(routes: readonly Route[], prefix: string): Route[] {
  return routes
    .filter(({ path }) => path.startsWith('/.well-known/'))
    .map((route) => ({ ...route, path: `${route.path}${prefix}` as const }));
}

/** Routes by Express path, paths with fixed segments before those with parameters. */
function byPath(routes: readonly Route[]): Map<string, Map<string, Route>> {
  const paths = new Map<string, Map<string, Route>>();
  const ordered = routes.toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  for (const route of ordered) {
    const path = route.path.replace(/\{([A-Za-z]+)\}/g, ':$1');
    const byMethod = paths.get(path) ?? new Map<string, Route>();
    if (byMethod.has(route.method)) throw new TypeError(`${route.method} ${path} is declared twice`);
    paths.set(path, byMethod.set(route.method, route));
  }
  return paths;
}

function orderOf({ path }: Route): string {
  return path.replaceAll('{', '\x7f');
}

function allow(byMethod: ReadonlyMap<string, Route>): string {
  return [...byMethod.keys()].flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ');
}

/** Express says so when a path cannot be decoded. */
function isClientError(error: unknown): boolean {
  return error instanceof URIError || (error as { status?: unknown } | undefined)?.status === 400;
}
