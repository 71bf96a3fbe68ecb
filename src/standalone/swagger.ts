import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import helmet from 'helmet';

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
  SwaggerModule.setup(PATH, app, () => SwaggerModule.createDocument(app, description()), {
    customSiteTitle: 'Inbound SCIM',
    raw: ['json'],
    swaggerOptions: { persistAuthorization: false, docExpansion: 'none', tagsSorter: 'alpha' },
  });
}

function description() {
  return new DocumentBuilder()
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
