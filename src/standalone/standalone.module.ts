import { Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ownerOptions, requestOptions } from '../../ormconfig.js';
import { InboundScimModule, type AuditKey } from '../index.js';
import { HealthModule } from './health/health.module.js';
import type { Settings } from './settings.js';

/** The name of the connection that maintains the schema, as its owner. */
export const OWNER_CONNECTION = 'inbound-scim-owner';

/** A host like any other: its own two connections, the package, and its own routes. */
@Module({})
export class StandaloneModule {
  static forRoot(settings: Settings, databaseUrl: string, auditKey: AuditKey): DynamicModule {
    const { publicUrl, rateLimit, previousAuditKeys, auditRetentionMonths, limits } = settings;
    return {
      module: StandaloneModule,
      imports: [
        TypeOrmModule.forRoot({ ...requestOptions(databaseUrl), retryAttempts: 0 }),
        TypeOrmModule.forRoot({ ...ownerOptions(databaseUrl), name: OWNER_CONNECTION, retryAttempts: 0 }),
        InboundScimModule.forRoot({
          publicUrl,
          auditKey,
          previousAuditKeys,
          auditRetentionMonths,
          rateLimit,
          limits,
          fence: 'session',
          maintenance: OWNER_CONNECTION,
        }),
        HealthModule,
      ],
    };
  }
}
