import type { Server } from 'node:http';

const PATIENCE_MS = 10_000;
const STEP_MS = 50;

/**
 * Stops accepting, and waits until what is in flight is answered: ten seconds at most, then the rest is cut off.
 * Connections that clients keep open are closed as they become idle.
 */
export async function drain(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  const sweep = setInterval(() => server.closeIdleConnections(), STEP_MS);
  const cut = setTimeout(() => server.closeAllConnections(), PATIENCE_MS);
  await closed;
  clearInterval(sweep);
  clearTimeout(cut);
}
