import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiParam, ApiQuery, ApiResponse } from '@nestjs/swagger';
import { SCIM_EXAMPLES } from './scim-examples.js';
import { SCIM_MEDIA_TYPE } from './scim-reply.js';

export interface ScimOperationOptions {
  /** What the request carries. */
  readonly body?: keyof typeof SCIM_EXAMPLES;
  /** What a success answers with. Default 200. */
  readonly status?: 200 | 201 | 204;
  /** Refusals beside those that every operation knows. */
  readonly refusals?: readonly (400 | 404 | 409 | 412 | 413)[];
  /** `one` resource by its id, or a `list`. */
  readonly of?: 'one' | 'list';
  /** Whether the answer is shaped by `attributes` and `excludedAttributes`. */
  readonly isProjected?: boolean;
}

/** Describes a SCIM route in the OpenAPI document: what it takes, what it answers, and how it refuses. */
export function ScimOperation(summary: string, options: ScimOperationOptions = {}): MethodDecorator {
  const { body, status = 200, refusals = [], of, isProjected = status !== 204 } = options;
  return applyDecorators(
    ApiOperation({ summary }),
    ApiParam({ name: 'identityProviderId', description: 'The identity provider whose token it is.' }),
    ...(of === 'one' ? [ApiParam({ name: 'id', description: 'The `id` that was answered when it was created.' })] : []),
    ...(of === 'list' ? LIST_QUERY : []),
    ...(isProjected && of ? PROJECTION : []),
    ...(of === 'one'
      ? [ApiHeader({ name: 'If-Match', required: false, description: 'A version; another is 412.' })]
      : []),
    ...(body
      ? [ApiBody({ required: true, schema: OBJECT, examples: { example: { value: SCIM_EXAMPLES[body] } } })]
      : []),
    ApiResponse({ status, description: DESCRIPTION[status], ...(status !== 204 && { content: CONTENT }) }),
    ...[401, ...refusals, 429, 503].map((refusal) =>
      ApiResponse({ status: refusal, description: REASON[refusal], content: CONTENT }),
    ),
  );
}

const OBJECT = { type: 'object', additionalProperties: true } as const;
const CONTENT = { [SCIM_MEDIA_TYPE]: { schema: OBJECT } };

const LIST_QUERY = [
  ApiQuery({
    name: 'filter',
    required: false,
    description: 'RFC 7644 §3.4.2.2, such as `userName eq "ana@corp.example"`.',
  }),
  ApiQuery({ name: 'startIndex', required: false, description: 'Counted from 1.' }),
  ApiQuery({ name: 'cursor', required: false, description: 'RFC 9865: empty for the first page, then `nextCursor`.' }),
  ApiQuery({ name: 'count', required: false, description: 'At most 200; 0 gives the total alone.' }),
  ApiQuery({ name: 'sortBy', required: false }),
  ApiQuery({ name: 'sortOrder', required: false, enum: ['ascending', 'descending'] }),
];

const PROJECTION = [
  ApiQuery({ name: 'attributes', required: false, description: 'Only these, separated by commas.' }),
  ApiQuery({ name: 'excludedAttributes', required: false, description: 'All but these, separated by commas.' }),
];

const DESCRIPTION = {
  200: 'Done.',
  201: 'Created; `Location` says where.',
  204: 'Done; there is nothing to show.',
} as const;

const REASON: Readonly<Record<number, string>> = {
  400: 'What was sent makes no sense; `scimType` and `detail` say why.',
  401: 'No valid token for this URL.',
  404: 'There is no such resource.',
  409: 'A name or key is taken (`uniqueness`).',
  412: 'The resource is at another version.',
  413: 'Too large, or too many operations or members (`tooMany`).',
  429: 'Too many requests; `Retry-After` says when to come again.',
  503: 'The database does not answer in time; `Retry-After` says when to come again.',
};
