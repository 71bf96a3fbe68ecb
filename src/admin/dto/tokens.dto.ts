import { MaxLength } from 'class-validator';
import { MAX_TOKEN_NAME_LENGTH } from '../../tokens/tokens.service.js';
import { IsInstant } from './is-instant.js';
import { IsStorableText } from './is-storable-text.js';
import { Optional } from './optional.js';

/** A new token. */
export class CreateTokenDto {
  /** @example "Entra production" */
  @IsStorableText()
  @MaxLength(MAX_TOKEN_NAME_LENGTH)
  name: string;

  /** Without it the token holds until it is revoked. */
  @Optional()
  @IsInstant()
  expiresAt?: Date;
}

/** A token; of the token itself its first characters. */
export class TokenDto {
  id: string;
  name: string;
  /** @example "iscim_Zk3q" */
  prefix: string;
  state: 'live' | 'expired' | 'revoked';
  createdBy: string;
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
  /** Source address of the last use. */
  lastUsedFrom: string | null;
}

/** A token at the only moment when it can be read. */
export class MintedTokenDto extends TokenDto {
  /** The "Secret Token" to give to the client; shown only here, only once. */
  plaintext: string;
}

/** Tokens, newest first. */
export class TokenPageDto {
  items: TokenDto[];
  /** Null on the last page. */
  nextCursor: string | null;
}
