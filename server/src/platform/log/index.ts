import pino, { type Logger } from 'pino';

export type Log = Logger;

/** A driver's error drags its whole connection along, keys and all: only what explains it is logged. */
function brief(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const { code } = error as NodeJS.ErrnoException;
  return { type: error.name, message: error.message, ...(code ? { code } : {}), stack: error.stack };
}

/** Structured lines on standard error. Bodies, names and amounts are never logged: ids are enough to find them. */
export function makeLog(level: string): Log {
  return pino({ level, base: null, serializers: { err: brief } }, pino.destination(2));
}
