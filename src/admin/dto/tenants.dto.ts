import { IsString, Matches, MaxLength } from 'class-validator';
import { IsStorableText } from './is-storable-text.js';
import { Optional } from './optional.js';

/** A label of the DNS in lower case (RFC 1035 §2.3.1, digits may come first). */
export const SUBDOMAIN = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const SUBDOMAIN_MESSAGE = 'subdomain must be 1 to 63 lower-case letters, digits and inner hyphens';

/** Of tenants, identity providers, tokens and keys, in characters. */
export const MAX_NAME_LENGTH = 100;

/** A new tenant. */
export class CreateTenantDto {
  /**
   * A label of the DNS, unique in the service.
   * @example "acme"
   */
  @IsString()
  @Matches(SUBDOMAIN, { message: SUBDOMAIN_MESSAGE })
  subdomain: string;

  /** @example "Acme Ltd" */
  @IsStorableText()
  @MaxLength(MAX_NAME_LENGTH)
  name: string;
}

/** What is left out stays. */
export class UpdateTenantDto {
  /** A new one gives every identity provider another base URL. */
  @Optional()
  @IsString()
  @Matches(SUBDOMAIN, { message: SUBDOMAIN_MESSAGE })
  subdomain?: string;

  @Optional()
  @IsStorableText()
  @MaxLength(MAX_NAME_LENGTH)
  name?: string;
}

/** How a tenant is erased. */
export class EraseTenantQueryDto {
  /** The tenant's subdomain; needed where it holds users. */
  @Optional()
  @IsString()
  @MaxLength(63)
  confirm?: string;
}

/** A tenant. */
export class TenantDto {
  id: string;
  subdomain: string;
  name: string;
  createdAt: Date;
}

/** Tenants, by subdomain. */
export class TenantPageDto {
  items: TenantDto[];
  /** Null on the last page. */
  nextCursor: string | null;
}
