import { ScimError } from '../kernel/error/scim-error.js';
import { OtherMethods } from './other-methods.js';
import { ScimController } from './scim-controller.js';

/** `/Me` (RFC 7644 §3.11): a bearer token stands for an identity provider, never for a person, so there is no "me". */
@ScimController('Me')
export class MeController {
  @OtherMethods()
  refuse(): never {
    throw ScimError.notImplemented('A token of an identity provider is no user: there is no /Me.');
  }
}
