import type { OpenAPIObject } from '@nestjs/swagger';
import { EXAMPLES } from './openapi-examples.js';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']>;
type Parameter = NonNullable<Operation['parameters']>[number];
type Body = NonNullable<Operation['requestBody']>;
type Content = Exclude<Body, { $ref: string }>['content'];
type Answer = NonNullable<Operation['responses'][string]>;

/** Adds to each operation what its parameters are, and an exchange as it was. */
export function describeDocument(document: OpenAPIObject): OpenAPIObject {
  const paths = Object.entries(document.paths).map(([path, item]) => [path, describePath(path, item)] as const);
  return { ...document, paths: Object.fromEntries(paths) };
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

function describePath(path: string, item: PathItem): PathItem {
  const described = METHODS.flatMap((method) => {
    const operation = item[method];
    return operation ? [[method, describeOperation(`${method.toUpperCase()} ${path}`, operation)] as const] : [];
  });
  return { ...item, ...Object.fromEntries(described) };
}

function describeOperation(name: string, described: Operation): Operation {
  const operation = { ...described, responses: answersOf(described) };
  const parameters = operation.parameters?.map(describeParameter);
  const example = EXAMPLES[name];
  if (!example) return { ...operation, parameters };
  const { status, request, response } = example;
  const { requestBody, responses } = operation;
  const success = responses[status];
  return {
    ...operation,
    parameters,
    ...(requestBody && { requestBody: bodyLike(requestBody, request) }),
    responses: { ...responses, ...(success && { [status]: answerLike(success, response) }) },
  };
}

/** The compiler adds the success that Nest would answer with; a route that describes its own has no other. */
function answersOf({ responses }: Operation): Operation['responses'] {
  const own = Object.entries(responses).filter(
    ([, answer]) => answer && ('$ref' in answer || answer.description !== ''),
  );
  return own.some(([status]) => status.startsWith('2')) ? Object.fromEntries(own) : responses;
}

function bodyLike(body: Body, example: unknown): Body {
  return '$ref' in body ? body : { ...body, content: contentLike(body.content, example) };
}

function answerLike(answer: Answer, example: unknown): Answer {
  return '$ref' in answer || !answer.content ? answer : { ...answer, content: contentLike(answer.content, example) };
}

/** Where nothing was recorded, what has an example already keeps it. */
function contentLike(content: Content, example: unknown): Content {
  if (example === undefined) return content;
  return Object.fromEntries(Object.entries(content).map(([type, { schema }]) => [type, { schema, example }]));
}

function describeParameter(parameter: Parameter): Parameter {
  if ('$ref' in parameter || parameter.in !== 'path') return parameter;
  return { description: PARAMETERS[parameter.name], ...parameter };
}

/** Of paths. */
const PARAMETERS: Readonly<Record<string, string>> = {
  tenantId: 'The `id` of the tenant.',
  identityProviderId: 'The `id` of the identity provider.',
  tokenId: 'The `id` of the token.',
  userId: 'The `id` of the person in the directory; not that of a SCIM user.',
  groupId: 'The `id` of the group.',
  conflictId: 'The `id` of the conflict.',
  keyId: 'The `id` of the admin key.',
  key: 'The key of the field, such as `department`.',
  urn: 'The URN of the schema.',
  name: 'The name of the resource type, such as `User`.',
};
