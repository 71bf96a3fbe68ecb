import { Controller, Post } from '@nestjs/common';
import { InboundScim } from 'inbound-scim';

/** Your own ids: of your tenant, and of its SAML or OIDC connection. */
const TENANT = { id: '0198c2a4-0000-7000-8000-00000000000a', name: 'Acme' };
const ENTRA = { id: '0198c2a4-0000-7000-8000-00000000000b', name: 'Microsoft Entra ID', kind: 'entra' } as const;

@Controller('connections')
export class ConnectionsController {
  constructor(private readonly scim: InboundScim) {}

  /** What Entra's administrator enters under Provisioning; the token is shown this once. */
  @Post()
  async connect() {
    await this.scim.tenants.ensure(TENANT);
    const { scimBaseUrl } = await this.scim.tenants.ensureIdentityProvider(TENANT.id, ENTRA);
    const { plaintext } = await this.scim.tenants.mintToken(TENANT.id, ENTRA.id, { name: 'Entra production' });
    return { tenantUrl: scimBaseUrl, secretToken: plaintext };
  }
}
