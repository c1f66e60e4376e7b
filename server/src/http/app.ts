import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DemoSignIn } from '@roundtrip/contract';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';

export type HttpOptions = {
  readonly secure: boolean;
  /** The built web app, where there is one. */
  readonly webRoot: string | null;
  readonly rehearsalUrl: string | null;
  /** Where the sign-ins of a demo company are offered. */
  readonly demoSignIns: readonly DemoSignIn[];
  readonly databaseUrl: string;
};

/** Fastify with our schemas. */
export type App = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodTypeProvider>;
