/**
 * What a failed statement or connection means to whoever asked for it:
 * - `unavailable`: there is no usable connection; this one must not be used again;
 * - `busy`: every connection is in use, and none came free in time;
 * - `timeout`: the statement took longer than it may;
 * - `conflict`: a transaction lost against another and may be repeated;
 * - `full`: no space left, nothing was written;
 * - `outdated`: the connection keeps plans for a table that has changed since; another one makes its own.
 */
export type DatabaseFailure = 'unavailable' | 'busy' | 'timeout' | 'conflict' | 'full' | 'outdated';

/**
 * Classifies an error of pg, of TypeORM (which wraps pg's), of the connection pool or of a socket; undefined for anything
 * else, a violated constraint say. It looks at codes and names, never at classes: errors of Node itself belong to another
 * realm than code under a test runner.
 */
export function classify(error: unknown): DatabaseFailure | undefined {
  const cause = property(error, 'driverError') ?? error;
  const code = property(cause, 'code');
  const failure = typeof code === 'string' ? ofCode(code) : undefined;
  if (code === CHECK_VIOLATION && isPartitionMade(cause)) return 'conflict';
  if (code === FEATURE_NOT_SUPPORTED && property(cause, 'message') === OUTDATED_PLAN) return 'outdated';
  if (failure) return failure;
  if (property(cause, 'message') === POOL_IS_BUSY) return 'busy';
  return isLostConnection(cause) ? 'unavailable' : undefined;
}

function property(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
}

function ofCode(code: string): DatabaseFailure | undefined {
  return FAILURE_OF_CODE.get(code) ?? (CONNECTION_EXCEPTION.test(code) ? 'unavailable' : undefined);
}

/** The conditions of appendix A of PostgreSQL's manual, and the codes of Node's sockets and resolver. */
const FAILURE_OF_CODE: ReadonlyMap<string, DatabaseFailure> = new Map([
  ['57014', 'timeout'], // query_canceled: the statement timeout
  ['55P03', 'timeout'], // lock_not_available: the lock timeout
  ['40001', 'conflict'], // serialization_failure
  ['40P01', 'conflict'], // deadlock_detected
  ['53100', 'full'], // disk_full
  ['53200', 'unavailable'], // out_of_memory
  ['53300', 'unavailable'], // too_many_connections
  ['57P01', 'unavailable'], // admin_shutdown
  ['57P02', 'unavailable'], // crash_shutdown
  ['57P03', 'unavailable'], // cannot_connect_now
  ['57P05', 'unavailable'], // idle_session_timeout
  ['25P03', 'unavailable'], // idle_in_transaction_session_timeout: it ends the session
  ['25P04', 'unavailable'], // transaction_timeout: it ends the session too
  ['25006', 'unavailable'], // read_only_sql_transaction: the server became a standby
  ['ECONNREFUSED', 'unavailable'],
  ['ECONNRESET', 'unavailable'],
  ['ECONNABORTED', 'unavailable'],
  ['EPIPE', 'unavailable'],
  ['ETIMEDOUT', 'unavailable'],
  ['EHOSTUNREACH', 'unavailable'],
  ['ENETUNREACH', 'unavailable'],
  ['ENOTFOUND', 'unavailable'],
  ['EAI_AGAIN', 'unavailable'],
]);

/** Class 08 of PostgreSQL's codes. */
const CONNECTION_EXCEPTION = /^08[0-9A-Z]{3}$/;

const CHECK_VIOLATION = '23514';

const FEATURE_NOT_SUPPORTED = '0A000';

/** A column was added to, or changed in, what a named statement answers: PostgreSQL tells it by these words alone. */
const OUTDATED_PLAN = 'cached plan must not change result type';

/** A partition was made for the row's month while the row was on its way to the default one: the next attempt finds it. */
function isPartitionMade(error: unknown): boolean {
  return String(property(error, 'message')).endsWith('violates partition constraint');
}

function isLostConnection(error: unknown): boolean {
  const name = property(error, 'name');
  const message = property(error, 'message');
  return RELEASED.test(String(name)) || LOST_CONNECTION.has(String(message));
}

/** Of pg's pool; a server that does not answer has another message. */
const POOL_IS_BUSY = 'timeout exceeded when trying to connect';

/** TypeORM lets go of a connection that is lost, and then says so of whatever is asked of it. */
const RELEASED = /^QueryRunner(Provider)?AlreadyReleasedError$/;

/**
 * What pg, its pool and TypeORM say without a code. After `Query read timeout` the answer may still come, so that
 * connection is of no use to anyone else.
 */
const LOST_CONNECTION: ReadonlySet<string> = new Set([
  'Connection terminated',
  'Connection terminated unexpectedly',
  'Connection terminated due to connection timeout',
  'Client has encountered a connection error and is not queryable',
  'Client was closed and is not queryable',
  'timeout expired',
  'Cannot use a pool after calling end on the pool',
  'Query read timeout',
  'Driver not Connected',
]);
