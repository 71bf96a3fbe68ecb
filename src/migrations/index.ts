export { CreateInboundScim1764000000000 } from './1764000000000-create-inbound-scim.js';
