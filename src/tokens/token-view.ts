import type { Token } from './token.entity.js';

export const TOKEN_STATES = ['live', 'expired', 'revoked'] as const;
export type TokenState = (typeof TOKEN_STATES)[number];

/** A token as administrators see it. */
export interface TokenView {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly state: TokenState;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly lastUsedFrom: string | null;
}

/** A token at the only moment when it can be read. */
export interface MintedToken extends TokenView {
  readonly plaintext: string;
}

export function viewOf(token: Omit<Token, 'hash'>, now: Date): TokenView {
  return {
    id: token.id,
    name: token.name,
    prefix: token.prefix,
    state: stateOf(token, now),
    createdBy: token.createdBy,
    createdAt: token.createdAt,
    expiresAt: token.expiresAt,
    revokedAt: token.revokedAt,
    lastUsedAt: token.lastUsedAt,
    lastUsedFrom: token.lastUsedFrom,
  };
}

/** What was revoked stays so, whenever it would have expired. */
export function stateOf({ revokedAt, expiresAt }: Pick<Token, 'revokedAt' | 'expiresAt'>, now: Date): TokenState {
  if (revokedAt) return 'revoked';
  return expiresAt && expiresAt <= now ? 'expired' : 'live';
}
