/** What clients of PostgreSQL have sent. */
export interface Messages {
  readonly statements: number;
  /** How often somebody then had to wait for an answer. */
  readonly roundTrips: number;
}

const HEADER_BYTES = 5;
const LENGTH_BYTES = 4;

/** Counts in what clients send (PostgreSQL's protocol, version 3): a statement is a Query or an Execute, a round trip ends with a Query or a Sync. */
export class MessageCounter {
  private statements = 0;
  private roundTrips = 0;

  /** So far. */
  get messages(): Messages {
    return { statements: this.statements, roundTrips: this.roundTrips };
  }

  /** For the bytes of one client, cut as they come. */
  reader(): (chunk: Buffer) => void {
    // The first message has no type.
    let header = Buffer.alloc(1);
    let bodyBytes = 0;
    return (chunk) => {
      let rest = chunk;
      while (rest.length > 0) {
        const skipped = Math.min(bodyBytes, rest.length);
        bodyBytes -= skipped;
        rest = rest.subarray(skipped);
        const missing = rest.subarray(0, HEADER_BYTES - header.length);
        header = Buffer.concat([header, missing]);
        rest = rest.subarray(missing.length);
        if (header.length < HEADER_BYTES) continue;
        bodyBytes = header.readInt32BE(1) - LENGTH_BYTES;
        this.count(String.fromCharCode(header[0] ?? 0));
        header = Buffer.alloc(0);
      }
    };
  }

  private count(type: string): void {
    if (type === 'Q' || type === 'E') this.statements += 1;
    if (type === 'Q' || type === 'S') this.roundTrips += 1;
  }
}
