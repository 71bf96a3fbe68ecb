import { describe, expect, it } from '@jest/globals';
import { MessageCounter, type Messages } from '../../bench/measure/message-counter.js';

/** A message of PostgreSQL's protocol: its type, its length, and what it says. */
function message(type: string, body: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(length.length + Buffer.byteLength(body));
  return Buffer.concat([Buffer.from(type), length, Buffer.from(body)]);
}

/** The first message of a session has no type. */
const STARTUP = message('', 'user\0somebody\0\0');
const PREPARED = ['P', 'B', 'D', 'E', 'S'].map((type) => message(type, 'Q and S are letters here'));

describe('counting what a client of PostgreSQL sends', () => {
  const cases: [string, readonly Buffer[], Messages][] = [
    ['nothing of a session that only begins', [STARTUP], { statements: 0, roundTrips: 0 }],
    ['a simple query', [STARTUP, message('Q', 'BEGIN')], { statements: 1, roundTrips: 1 }],
    ['a statement with parameters', [STARTUP, ...PREPARED], { statements: 1, roundTrips: 1 }],
    [
      'two statements that are waited for together',
      [STARTUP, ...PREPARED.slice(0, -1), ...PREPARED],
      { statements: 2, roundTrips: 1 },
    ],
    ['no statement in the end of a session', [STARTUP, message('X', '')], { statements: 0, roundTrips: 0 }],
  ];

  it.each(cases)('finds %s, however the bytes are cut', (_, messages, expected) => {
    const bytes = Buffer.concat(messages);
    for (const size of [1, 3, 7, bytes.length]) {
      const counter = new MessageCounter();
      const read = counter.reader();
      for (let from = 0; from < bytes.length; from += size) read(bytes.subarray(from, from + size));
      expect({ size, ...counter.messages }).toEqual({ size, ...expected });
    }
  });
});
