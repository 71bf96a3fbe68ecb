import { applyDecorators, type Type } from '@nestjs/common';
import {
  ApiBody,
  ApiExtraModels,
  ApiHeader,
  ApiOperation,
  ApiParam,
  ApiQuery,
  ApiResponse,
  getSchemaPath,
} from '@nestjs/swagger';
import { ScimBulk, ScimErrorMessage, ScimList, ScimPatch, ScimSearch } from './dto/scim-messages.dto.js';
import { ScimGroup, ScimUser } from './dto/scim-resources.dto.js';
import { SCIM_EXAMPLES } from './scim-examples.js';
import { SCIM_MEDIA_TYPE } from './scim-reply.js';

export interface ScimOperationOptions {
  /** What the request carries. */
  readonly body?: keyof typeof SCIM_EXAMPLES;
  /** What a success answers with. Default 200. */
  readonly status?: 200 | 201 | 204;
  /** What a success shows, where neither `body` nor `of` tells it. */
  readonly answer?: 'User' | 'Group';
  /** A success of another kind, as the connection has it. */
  readonly alsoOk?: boolean;
  /** Refusals beside those that every operation knows. */
  readonly refusals?: readonly (400 | 404 | 409 | 412 | 413)[];
  /** `one` resource by its id, or a `list`. */
  readonly of?: 'one' | 'list';
  /** Whether the answer is shaped by `attributes` and `excludedAttributes`. */
  readonly isProjected?: boolean;
}

/** Describes a SCIM route in the OpenAPI document: what it takes, what it answers, and how it refuses. */
export function ScimOperation(summary: string, options: ScimOperationOptions = {}): MethodDecorator {
  return applyDecorators(
    ApiExtraModels(...MODELS),
    ApiOperation({ summary }),
    ApiParam({ name: 'identityProviderId', description: 'The identity provider whose token it is.' }),
    ...asked(options),
    ...answered(options),
  );
}

function asked({ body, of, status, isProjected = status !== 204 }: ScimOperationOptions): MethodDecorator[] {
  return [
    ...(of === 'one' ? ONE : []),
    ...(of === 'list' ? LIST_QUERY : []),
    ...(isProjected && of ? PROJECTION : []),
    ...(body
      ? [
          ApiBody({
            required: true,
            schema: schemaOf(MODEL_OF[body]),
            examples: { example: { value: SCIM_EXAMPLES[body] } },
          }),
        ]
      : []),
  ];
}

function answered(options: ScimOperationOptions): MethodDecorator[] {
  const { status = 200, alsoOk, refusals = [] } = options;
  const content = contentOf(answerOf(options));
  return [
    ApiResponse({ status, description: DESCRIPTION[status], ...(status !== 204 && { content }) }),
    ...(alsoOk ? [ApiResponse({ status: 200, description: DESCRIPTION[200], content })] : []),
    ...[401, ...refusals, 429, 503].map((refusal) =>
      ApiResponse({ status: refusal, description: REASON[refusal], content: contentOf(ScimErrorMessage) }),
    ),
  ];
}

const OBJECT = { type: 'object', additionalProperties: true } as const;

const MODELS = [ScimUser, ScimGroup, ScimPatch, ScimSearch, ScimList, ScimBulk, ScimErrorMessage] as const;

/** What a request carries, by the name of its example. */
const MODEL_OF: Readonly<Record<keyof typeof SCIM_EXAMPLES, Type>> = {
  User: ScimUser,
  UserPatch: ScimPatch,
  Group: ScimGroup,
  GroupPatch: ScimPatch,
  Search: ScimSearch,
  Bulk: ScimBulk,
};

/** What a success shows; undefined: a document of the protocol's own. */
function answerOf({ body, of, answer }: ScimOperationOptions): Type | undefined {
  if (of === 'list' || body === 'Search') return ScimList;
  if (body === 'Bulk') return ScimBulk;
  if (answer === 'User' || body?.startsWith('User')) return ScimUser;
  return answer === 'Group' || body?.startsWith('Group') ? ScimGroup : undefined;
}

function contentOf(model: Type | undefined) {
  return { [SCIM_MEDIA_TYPE]: { schema: model ? schemaOf(model) : OBJECT } };
}

function schemaOf(model: Type) {
  return { $ref: getSchemaPath(model) };
}

const ONE = [
  ApiParam({ name: 'id', description: 'The `id` that was answered when it was created.' }),
  ApiHeader({ name: 'If-Match', required: false, description: 'A version; another is 412.' }),
];

const LIST_QUERY = [
  ApiQuery({
    name: 'filter',
    required: false,
    description: 'RFC 7644 §3.4.2.2, such as `userName eq "ana@corp.example"`.',
  }),
  ApiQuery({ name: 'startIndex', required: false, description: 'Counted from 1.' }),
  ApiQuery({ name: 'cursor', required: false, description: 'RFC 9865: empty for the first page, then `nextCursor`.' }),
  ApiQuery({ name: 'count', required: false, description: 'At most 200; 0 gives the total alone.' }),
  ApiQuery({ name: 'sortBy', required: false, description: 'A path, such as `name.familyName`.' }),
  ApiQuery({
    name: 'sortOrder',
    required: false,
    enum: ['ascending', 'descending'],
    description: '`ascending` unless said. Who has no value comes last, and first in a descending order.',
  }),
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
