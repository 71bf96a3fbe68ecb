import { ValidationPipe, VersioningType } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import helmet from 'helmet';
import { AppModule } from './app.module.js';
import { PlainErrorFilter } from './plain-error.filter.js';

const app = await NestFactory.create(AppModule);
app.use(helmet());
app.setGlobalPrefix('api');
app.enableVersioning({ type: VersioningType.URI, defaultVersion: '1' });
app.useGlobalPipes(new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true, transform: true }));
app.useGlobalFilters(new PlainErrorFilter());
app.enableShutdownHooks();
await app.listen(process.env.PORT ?? 3000);
