import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { pipeline } from 'node:stream';
import { MessageCounter, type Messages } from './message-counter.js';

/** Stands between a server and its database, and counts what passes. */
export interface Relay {
  /** Of the database, by way of the relay. */
  readonly url: string;
  /** Counted so far. */
  count(): Messages;
  close(): Promise<void>;
}

export async function startRelay(databaseUrl: string): Promise<Relay> {
  const { port, hostname } = new URL(databaseUrl);
  const counter = new MessageCounter();
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const database = connect(Number(port), hostname);
    client.on('data', counter.reader());
    const both = [client.setNoDelay(), database.setNoDelay()];
    for (const socket of both) sockets.add(socket);
    // Where one of them breaks off, the other is closed too.
    pipeline(client, database, client, () => both.forEach((socket) => sockets.delete(socket)));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(databaseUrl);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.toString(),
    count: () => counter.messages,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
