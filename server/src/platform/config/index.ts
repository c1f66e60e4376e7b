import { z } from 'zod';
import { err, ok, type Result } from '@roundtrip/kernel';

const schema = z.object({
  DATABASE_URL: z.string().startsWith('postgres'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  ROUNDTRIP_DATA: z.string().default('.roundtrip'),
  /** 32 bytes in hex: the key that encrypts account numbers and connector secrets. */
  ROUNDTRIP_KEY: z.string().regex(/^[0-9a-f]{64}$/i, '64 hexadecimal digits'),
  ROUNDTRIP_REHEARSAL_URL: z.url().optional(),
  /** An S3-compatible store for originals; all four, or the disk under ROUNDTRIP_DATA is used. */
  ROUNDTRIP_S3_ENDPOINT: z.url().optional(),
  ROUNDTRIP_S3_BUCKET: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'a bucket name').optional(),
  ROUNDTRIP_S3_KEY: z.string().min(1).optional(),
  ROUNDTRIP_S3_SECRET: z.string().min(1).optional(),
  ROUNDTRIP_S3_REGION: z.string().min(1).default('us-east-1'),
  ROUNDTRIP_LOG: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  /** Set behind TLS: cookies become Secure and HSTS is sent. */
  ROUNDTRIP_TLS: z.enum(['0', '1']).default('0').transform((flag) => flag === '1'),
}).refine(
  (config) => new Set([config.ROUNDTRIP_S3_ENDPOINT, config.ROUNDTRIP_S3_BUCKET, config.ROUNDTRIP_S3_KEY, config.ROUNDTRIP_S3_SECRET].map((value) => value === undefined)).size === 1,
  { path: ['ROUNDTRIP_S3_ENDPOINT'], message: 'endpoint, bucket, key and secret are given together or not at all' },
);

export type Config = z.infer<typeof schema>;
export type ConfigError = { readonly kind: 'config.invalid'; readonly problems: readonly string[] };

/** Reads the configuration from the environment and names every problem at once, so that a start fails only once. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Result<Config, ConfigError> {
  const parsed = schema.safeParse(env);
  if (parsed.success) return ok(parsed.data);
  return err({ kind: 'config.invalid', problems: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) });
}
