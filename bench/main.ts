/**
 * The benchmark (`npm run bench`). One PostgreSQL, the product and a bare server, each a process with a database of its own, and
 * one more process that sends the same requests to both in turn: what counts is the ratio, not how fast this machine is.
 */
import { run } from './run.js';

process.exitCode = await run(process.argv);
