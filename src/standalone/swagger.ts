import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import helmet from 'helmet';
import { describeDocument } from './describe-document.js';

const PATH = 'docs';

/** Swagger UI brings its scripts as files and its styles in the page. Plain http must do, on the machine of a developer. */
const CONTENT_SECURITY_POLICY = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:'],
    objectSrc: ["'none'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
};

/** Swagger UI at `/docs`, the OpenAPI document at `/docs-json`. The document is made when it is first asked for. */
export function serveSwagger(app: NestExpressApplication): void {
  app.use([`/${PATH}`, `/${PATH}-json`], helmet({ contentSecurityPolicy: CONTENT_SECURITY_POLICY }));
  SwaggerModule.setup(PATH, app, () => describeDocument(SwaggerModule.createDocument(app, description())), {
    customSiteTitle: 'Inbound SCIM',
    raw: ['json'],
    swaggerOptions: { persistAuthorization: false, docExpansion: 'none' },
  });
}

function description() {
  const builder = new DocumentBuilder();
  for (const [name, words] of TAGS) builder.addTag(name, words);
  return builder
    .setTitle('Inbound SCIM')
    .setDescription(
      'Receives users and groups by SCIM 2.0 (RFC 7643, RFC 7644) and keeps the directory of each tenant. ' +
        'Administrators authorize with an admin key, SCIM clients with the token of their identity provider.',
    )
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'Of the admin API: the admin key.' }, 'adminKey')
    .addBearerAuth(
      { type: 'http', scheme: 'bearer', description: 'Of SCIM: the token of an identity provider.' },
      'scimToken',
    )
    .build();
}

/** In the order in which an administrator comes to need them; those of SCIM together. */
const TAGS: readonly (readonly [name: string, description: string])[] = [
  ['Tenants', 'Begin here: all else belongs to a tenant.'],
  ['Identity providers', 'One connection of a tenant: its base URL, its settings, its end.'],
  ['Tokens', 'What a connection proves itself with.'],
  ['Refusals', 'Why requests of a connection were answered 401.'],
  ['Attributes', 'What a tenant keeps of its people, and where it comes from.'],
  ['Schemas', 'Attributes that a connection sends beyond those of the standard.'],
  ['People', 'The directory of a tenant: who may enter, and why.'],
  ['Groups', 'Groups and who is in them.'],
  ['Conflicts', 'What two claims clash about, and settling it.'],
  ['Event log', 'Who did what, when; searched, downloaded, proven.'],
  ['Admin keys', 'Who may administer.'],
  ['SCIM Users', 'RFC 7644, for identity providers: users. Authorize with the token of the identity provider.'],
  ['SCIM Groups', 'RFC 7644: groups.'],
  ['SCIM Bulk', 'RFC 7644 §3.7.'],
  ['SCIM discovery', 'RFC 7644 §4: what the service can do; and the search over all resources.'],
  ['Health', 'For whoever operates the service.'],
];
