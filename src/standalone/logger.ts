import type { LoggerService } from '@nestjs/common';
import cluster from 'node:cluster';
import { destination, pino, type DestinationStream, type Level, type Logger } from 'pino';
import type { LogLevel } from './settings.js';

/** Never written, wherever an object that is logged carries them. */
const REDACTED = ['authorization', '*.authorization', '*.headers.authorization', 'headers.authorization'];

/** Nest tells of each route and module as it starts: of use only to who looks for a fault there. */
const STARTUP_CONTEXTS = ['InstanceLoader', 'RouterExplorer', 'RoutesResolver', 'NestFactory', 'NestApplication'];

/** One line of JSON an entry, on the standard error: the standard output is for what the first start shows once. */
export function createLogger(
  level: LogLevel,
  sink: DestinationStream = destination({ dest: 2, sync: true }),
): NestLogger {
  // Of several processes each entry says whose it is.
  const base = cluster.worker ? { worker: cluster.worker.id } : null;
  return new NestLogger(pino({ level, redact: REDACTED, base }, sink));
}

/** Nest's logger over pino. Nest puts the context last, and before it, for errors, the stack. */
export class NestLogger implements LoggerService {
  constructor(private readonly pino: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.write(STARTUP_CONTEXTS.includes(String(rest.at(-1))) ? 'debug' : 'info', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  private write(level: Level, message: unknown, rest: readonly unknown[]): void {
    const context = rest.at(-1);
    const stack = rest.length > 1 ? rest[0] : undefined;
    const entry = typeof message === 'object' && message !== null ? wrap(message) : { msg: String(message) };
    this.pino[level]({ context, stack, ...entry });
  }
}

function wrap(message: object): object {
  return message instanceof Error ? { err: message } : message;
}
