/** Whether an `Accept-Encoding` names gzip, or anything, and does not weigh it with nothing (RFC 9110 §12.5.3). */
export function acceptsGzip(acceptEncoding: string | string[] | undefined): boolean {
  const codings = String(acceptEncoding ?? '')
    .toLowerCase()
    .split(',')
    .map(readCoding);
  const named = codings.find(({ name }) => name === 'gzip') ?? codings.find(({ name }) => name === '*');
  return named?.isWelcome ?? false;
}

function readCoding(text: string): { readonly name: string; readonly isWelcome: boolean } {
  const [name = '', ...parameters] = text.split(';').map((part) => part.trim());
  const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  return { name, isWelcome: weight === undefined || Number(weight) > 0 };
}
