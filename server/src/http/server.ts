import { existsSync } from 'node:fs';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import fastifyStatic from '@fastify/static';
import swagger from '@fastify/swagger';
import Fastify, { LogController, type FastifyError } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject, serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { may } from '#modules/access';
import type { House } from '../flows/house.ts';
import type { App, HttpOptions } from './app.ts';
import { callerOf, identify } from './caller.ts';
import { Refusal, sendProblem } from './problem.ts';
import { routes } from './routes/index.ts';

const BODY_BYTES_MAX = 20 * 1024 * 1024;
const FILE_BYTES_MAX = 50 * 1024 * 1024;
const FILES_MAX = 50;
const REQUESTS_A_MINUTE = 3_000;

/** Builds the HTTP server: check → flow or query → answer, or problem+json. */
export async function buildHttp(house: House, options: HttpOptions): Promise<App> {
  const app = Fastify({ loggerInstance: house.log, bodyLimit: BODY_BYTES_MAX, logController: new LogController({ disableRequestLogging: true }), trustProxy: false }).withTypeProvider<ZodTypeProvider>() as unknown as App;
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  await guard(app, options);
  app.decorateRequest('caller', null);
  app.addHook('preHandler', async (request) => {
    const { action } = request.routeOptions.config;
    if (!action) return;
    request.caller = await identify(house, request);
    if (!may(callerOf(request), action)) throw new Refusal({ kind: 'access.forbidden' });
  });
  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (error instanceof Refusal) return sendProblem(request, reply, error.failure);
    if (error.validation) return sendProblem(request, reply, { kind: 'request.invalid', problems: error.validation.map((issue) => `${issue.instancePath || '/'}: ${issue.message ?? ''}`) } as { kind: string });
    if (error.statusCode === 413 || error.code === 'FST_REQ_FILE_TOO_LARGE') return sendProblem(request, reply, { kind: 'request.too-large' });
    if (error.statusCode === 429) return sendProblem(request, reply, { kind: 'request.too-many' });
    if (error.statusCode !== undefined && error.statusCode < 500) return sendProblem(request, reply, { kind: 'request.invalid', problems: [error.message] } as { kind: string });
    house.log.error({ err: error, url: request.routeOptions.url }, 'a request failed');
    return sendProblem(request, reply, { kind: 'server.failed' });
  });
  await app.register(swagger, {
    openapi: { openapi: '3.1.0', info: { title: 'Roundtrip', version: '1', description: 'Corporate travel joined to payment systems.' } },
    transform: jsonSchemaTransform, transformObject: jsonSchemaTransformObject,
  });
  routes(app, house, options);
  await serveWeb(app, options);
  return app;
}

async function guard(app: App, options: HttpOptions): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': [`'self'`], 'script-src': [`'self'`], 'style-src': [`'self'`], 'img-src': [`'self'`, 'data:', 'blob:'], 'font-src': [`'self'`], 'connect-src': [`'self'`],
        'object-src': [`'none'`], 'base-uri': [`'none'`], 'frame-ancestors': [`'none'`], 'form-action': [`'self'`],
      },
    },
    hsts: options.secure,
  });
  await app.register(cookie);
  await app.register(multipart, { limits: { fileSize: FILE_BYTES_MAX, files: FILES_MAX, fields: 20 } });
  await app.register(rateLimit, { global: true, max: REQUESTS_A_MINUTE, timeWindow: '1 minute' });
  // Raw bytes are kept beside the parsed body, since a signature is over what came and not over what was understood.
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const bytes = body as Buffer;
    request.rawBody = bytes;
    if (request.routeOptions.config.raw) {
      done(null, bytes);
      return;
    }
    try {
      done(null, bytes.length === 0 ? null : JSON.parse(bytes.toString('utf8')));
    } catch {
      done(Object.assign(new Error('the body is not JSON'), { statusCode: 400 }), undefined);
    }
  });
  // Some vendors call with forms; only routes that want raw bytes take them.
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'buffer' }, (request, body, done) => {
    request.rawBody = body as Buffer;
    if (request.routeOptions.config.raw) done(null, body);
    else done(Object.assign(new Error('forms are not taken here'), { statusCode: 415 }), undefined);
  });
}

declare module 'fastify' {
  interface FastifyRequest {
    rawBody: Buffer;
  }
  interface FastifyContextConfig {
    /** The handler wants the bytes as they came. */
    raw?: boolean;
  }
}

async function serveWeb(app: App, options: HttpOptions): Promise<void> {
  const root = options.webRoot;
  if (!root || !existsSync(root)) return;
  await app.register(fastifyStatic, {
    root, wildcard: true, cacheControl: false,
    // Built files carry their content's hash in their name and never change; the page itself is asked for anew each time.
    setHeaders: (reply, path) => { reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'); },
  });
  // Every other page address is the app's: it has its own router.
  app.setNotFoundHandler((request, reply) => {
    if (request.method !== 'GET' || request.url.startsWith('/v1/') || request.url.startsWith('/rehearsal/')) return sendProblem(request, reply, { kind: 'request.not-found' });
    return reply.type('text/html').header('cache-control', 'no-cache').sendFile('index.html');
  });
}
