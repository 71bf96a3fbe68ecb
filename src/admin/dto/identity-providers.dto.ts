import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsInstantText } from './is-instant.js';
import { IsStorableText } from './is-storable-text.js';
import { Optional } from './optional.js';
import { MAX_NAME_LENGTH } from './tenants.dto.js';

export const MAX_DOMAINS = 500;
export const MAX_NETWORKS = 100;
export const MAX_POSITION = 10_000;
export const MAX_RATE = 10_000;
export const MAX_BURST = 100_000;

const KINDS = ['entra', 'okta', 'generic'] as const;

/** A new identity provider. */
export class CreateIdentityProviderDto {
  /** A UUID by which the application knows it already; without it one is made. */
  @Optional()
  @IsUUID('loose', { message: 'id must be a UUID' })
  id?: string;

  /** @example "Microsoft Entra ID" */
  @IsStorableText()
  @MaxLength(MAX_NAME_LENGTH)
  name: string;

  /** Chooses defaults; every kind speaks the same SCIM. */
  @IsIn(KINDS)
  kind: 'entra' | 'okta' | 'generic';

  /** Whether what clients often send wrongly is refused; `entra` and `okta` start with false, `generic` with true. */
  @Optional()
  @IsBoolean()
  strict?: boolean;
}

/** A token bucket: so many requests at once, refilled by so many a second. */
export class RateLimitDto {
  /** Entra needs at least 25. */
  @IsInt()
  @Min(1)
  @Max(MAX_RATE)
  perSecond: number;

  @IsInt()
  @Min(1)
  @Max(MAX_BURST)
  burst: number;
}

/** For moving people between identity providers. */
export class TrustEmailDto {
  /** @example ["example.com"] */
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(MAX_DOMAINS)
  @IsString({ each: true })
  domains: string[];

  /** At most 90 days from now. */
  @IsInstantText()
  until: string;
}

/** What is left out stays; null brings the default back. */
export class UpdateIdentityProviderDto {
  @Optional()
  @IsStorableText()
  @MaxLength(MAX_NAME_LENGTH)
  name?: string;

  @Optional()
  @IsBoolean()
  strict?: boolean;

  /** When false, SCIM answers 401; nothing is lost. */
  @Optional()
  @IsBoolean()
  enabled?: boolean;

  /**
   * Mail domains reserved to it. An owner's decision.
   * @example ["example.com"]
   */
  @Optional()
  @IsArray()
  @ArrayMaxSize(MAX_DOMAINS)
  @IsString({ each: true })
  domains?: string[];

  /** Its place in the tenant's order, lowest first: who decides about a person that several know. */
  @Optional()
  @IsInt()
  @Min(0)
  @Max(MAX_POSITION)
  position?: number;

  /** Null: the service's default. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => RateLimitDto)
  rateLimit?: RateLimitDto | null;

  /** Lets it take over addresses that other identity providers hold. An owner's decision. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => TrustEmailDto)
  trustEmail?: TrustEmailDto | null;

  /** Whether its `externalId` is never given to another object; null: by the kind and the shape of the value. */
  @IsOptional()
  @IsBoolean()
  externalIdIsLasting?: boolean | null;

  /**
   * Networks that requests may come from, in CIDR notation; empty: any.
   * @example ["192.0.2.0/24"]
   */
  @Optional()
  @IsArray()
  @ArrayMaxSize(MAX_NETWORKS)
  @IsString({ each: true })
  allowedNetworks?: string[];
}

/** An identity provider: one SCIM client of a tenant. */
export class IdentityProviderDto {
  id: string;
  tenantId: string;
  name: string;
  kind: 'entra' | 'okta' | 'generic';
  strict: boolean;
  enabled: boolean;
  position: number;
  domains: string[];
  trustEmail: TrustEmailDto | null;
  externalIdIsLasting: boolean | null;
  rateLimit: RateLimitDto | null;
  allowedNetworks: string[];

  /** The "Tenant URL" to give to the client. */
  scimBaseUrl: string;

  createdAt: Date;
  updatedAt: Date;
}

/** Identity providers, in the tenant's order. */
export class IdentityProviderPageDto {
  items: IdentityProviderDto[];
  /** Null on the last page. */
  nextCursor: string | null;
}
