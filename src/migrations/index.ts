export { CreateInboundScim1764000000000 } from './1764000000000-create-inbound-scim.js';
export { AdministrationAndExtensions1764100000000 } from './1764100000000-administration-and-extensions.js';
