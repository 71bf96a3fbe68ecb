import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

const MAC_BYTES = 16;

/**
 * Cursors are opaque and signed with a key of their own, derived from the event log's: a client can neither read a position into
 * one nor bring one of another list. Each kind of cursor has a label, and with it a key.
 */
export class SignedCursors {
  private readonly key: Buffer;

  constructor(secret: Buffer, label: string) {
    this.key = Buffer.from(hkdfSync('sha256', secret, '', label, 32));
  }

  /** A cursor that holds this text, for the list that `scope` describes. */
  write(scope: string, text: string): string {
    return Buffer.concat([this.macOf(scope, text), Buffer.from(text)]).toString('base64url');
  }

  /** What the cursor holds; undefined where it was not given out for this list. */
  read(scope: string, cursor: string): string | undefined {
    const bytes = Buffer.from(cursor, 'base64url');
    const mac = bytes.subarray(0, MAC_BYTES);
    const text = bytes.subarray(MAC_BYTES).toString();
    // Decoding skips what is no base64url: written again it must be the same.
    if (bytes.toString('base64url') !== cursor) return undefined;
    return mac.length === MAC_BYTES && timingSafeEqual(mac, this.macOf(scope, text)) ? text : undefined;
  }

  private macOf(scope: string, text: string): Buffer {
    return createHmac('sha256', this.key)
      .update(JSON.stringify([scope, text]))
      .digest()
      .subarray(0, MAC_BYTES);
  }
}
