import type { FactoryProvider, InjectionToken } from '@nestjs/common';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { cannotStart } from '../cannot-start.js';
import type { DataSourceReference } from '../inbound-scim.options.js';

/** The application's connection under a token of ours. The start fails with the remedy where there is none. */
export function connectionProvider(provide: symbol, reference: DataSourceReference | undefined): FactoryProvider {
  return {
    provide,
    useFactory: (dataSource?: DataSource) => {
      if (dataSource) return dataSource;
      throw cannotStart(remedyOf(reference));
    },
    inject: [{ token: tokenOf(reference), optional: true }],
  };
}

function tokenOf(reference: DataSourceReference | undefined): InjectionToken {
  if (typeof reference !== 'object') return getDataSourceToken(reference) as InjectionToken;
  return isNamed(reference) ? reference.token : NOBODY;
}

/** Without types a connection itself may be given, which cannot be waited for. */
function isNamed(reference: { readonly token?: InjectionToken }): boolean {
  return reference.token !== undefined;
}

/** What nothing is provided as. */
const NOBODY = Symbol('no connection');

function remedyOf(reference: DataSourceReference | undefined): string {
  if (typeof reference === 'object' && !isNamed(reference))
    return '`dataSource` must be the name of a TypeORM connection, or { token } of what provides it.';
  if (typeof reference === 'object')
    return `nothing is provided as ${String(reference.token)}; add the module that exports it to \`imports\`.`;
  if (reference === undefined)
    return 'there is no default TypeORM connection; import TypeOrmModule.forRoot, or name yours with `dataSource`.';
  return `there is no TypeORM connection named ${reference}; import TypeOrmModule.forRoot({ name: '${reference}', … }).`;
}
