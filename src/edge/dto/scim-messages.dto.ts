import { ApiProperty } from '@nestjs/swagger';

/** An error (RFC 7644 §3.12). */
export class ScimErrorMessage {
  @ApiProperty({ type: [String], example: ['urn:ietf:params:scim:api:messages:2.0:Error'] })
  schemas: readonly string[];

  @ApiProperty({ example: '409' })
  status: string;

  @ApiProperty({ required: false, example: 'uniqueness' })
  scimType?: string;

  @ApiProperty({ description: 'A sentence for people.' })
  detail: string;
}

/** A page of resources (RFC 7644 §3.4.2). */
export class ScimList {
  @ApiProperty({ type: [String], example: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'] })
  schemas: readonly string[];

  @ApiProperty({ type: 'integer' })
  totalResults: number;

  @ApiProperty({ type: 'integer', required: false })
  startIndex?: number;

  @ApiProperty({ type: 'integer' })
  itemsPerPage: number;

  @ApiProperty({ required: false, description: 'Of a list that is read by cursors (RFC 9865).' })
  nextCursor?: string;

  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true } })
  Resources: readonly object[];
}

/** One operation of a change. */
export class ScimPatchOperation {
  @ApiProperty({ description: '`add`, `replace` or `remove`, in any case.' })
  op: string;

  @ApiProperty({ required: false, example: 'emails[type eq "work"].value' })
  path?: string;

  @ApiProperty({ required: false, description: 'Any JSON.' })
  value?: unknown;
}

/** A change (RFC 7644 §3.5.2). */
export class ScimPatch {
  @ApiProperty({ type: [String], example: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'] })
  schemas: readonly string[];

  @ApiProperty({ type: [ScimPatchOperation] })
  Operations: readonly ScimPatchOperation[];
}

/** What is sought (RFC 7644 §3.4.3). */
export class ScimSearch {
  @ApiProperty({ type: [String], example: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'] })
  schemas: readonly string[];

  @ApiProperty({ required: false, example: 'userName sw "ana"' })
  filter?: string;

  @ApiProperty({ type: [String], required: false })
  attributes?: readonly string[];

  @ApiProperty({ type: [String], required: false })
  excludedAttributes?: readonly string[];

  @ApiProperty({ required: false })
  sortBy?: string;

  @ApiProperty({
    required: false,
    enum: ['ascending', 'descending'],
    description: '`ascending` unless said. Who has no value comes last, and first in a descending order.',
  })
  sortOrder?: string;

  @ApiProperty({ type: 'integer', required: false })
  startIndex?: number;

  @ApiProperty({ required: false })
  cursor?: string;

  @ApiProperty({ type: 'integer', required: false })
  count?: number;
}

/** One operation among many, and in the answer what became of it. */
export class ScimBulkOperation {
  @ApiProperty({ enum: ['POST', 'PUT', 'PATCH', 'DELETE'] })
  method: string;

  @ApiProperty({ required: false, example: '/Users' })
  path?: string;

  @ApiProperty({ required: false })
  bulkId?: string;

  @ApiProperty({ type: 'object', additionalProperties: true, selfRequired: false })
  data?: object;

  @ApiProperty({ required: false, readOnly: true })
  location?: string;

  @ApiProperty({ required: false, readOnly: true, example: '201' })
  status?: string;

  @ApiProperty({ type: 'object', additionalProperties: true, selfRequired: false, readOnly: true })
  response?: object;
}

/** Many operations, or what became of them (RFC 7644 §3.7). */
export class ScimBulk {
  @ApiProperty({ type: [String], example: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'] })
  schemas: readonly string[];

  @ApiProperty({ type: 'integer', required: false })
  failOnErrors?: number;

  @ApiProperty({ type: [ScimBulkOperation] })
  Operations: readonly ScimBulkOperation[];
}
