import { ForbiddenException, Injectable } from '@nestjs/common';
import { InboundScim } from 'inbound-scim';

/** What your SAML or OIDC library has verified. */
export interface Assertion {
  readonly tenantId: string;
  readonly identityProviderId: string;
  /** Entra's claim `objectidentifier`: the same value that provisioning sends as `externalId`. */
  readonly objectId: string;
}

@Injectable()
export class SignIn {
  constructor(private readonly scim: InboundScim) {}

  /** The id of the member who signs in. */
  async memberOf({ tenantId, identityProviderId, objectId }: Assertion): Promise<string> {
    const user = await this.scim.users.findByExternalId(tenantId, identityProviderId, objectId);
    if (user?.status !== 'active') throw new ForbiddenException('This account is not active.');
    return user.id;
  }
}
