import type { ScimError } from '../error/scim-error.js';
import type { Limits } from '../limits.js';
import { quote } from '../text/quote.js';
import { placeOf, tokenize, type Refuse, type Token } from './tokenize.js';

/** Reads the pieces of one filter or path in order, and holds it to its limits. */
export class TokenReader {
  private readonly tokens: readonly Token[];
  private position = 0;
  private depth = 0;
  private nodes = 0;

  constructor(
    private readonly text: string,
    private readonly limits: Pick<Limits, 'filterDepth' | 'filterTerms'>,
    private readonly refuse: Refuse,
  ) {
    this.tokens = tokenize(text, refuse);
  }

  /** The next piece, or the one after it; at the end always the end. */
  peek(ahead = 0): Token {
    const token = this.tokens[this.position + ahead] ?? this.tokens.at(-1);
    return token ?? { kind: 'end', text: '', start: 0, end: 0 };
  }

  next(): Token {
    const token = this.peek();
    this.position++;
    return token;
  }

  /** Whether the next piece is that word, in any case. */
  isWord(word: string): boolean {
    const { kind, text } = this.peek();
    return kind === 'word' && text.toLowerCase() === word;
  }

  /** @throws if the next piece is of another kind; `wanted` says what would be right. */
  expect(kind: Token['kind'], wanted: string): Token {
    const token = this.peek();
    if (token.kind !== kind) throw this.unexpected(token, wanted);
    return this.next();
  }

  /** What stands directly behind `]`, as in `emails[type eq "work"].value`: `value`. */
  subAttributeBehind(bracket: Token): Token | undefined {
    const token = this.peek();
    if (token.kind !== 'word' || token.start !== bracket.end || !token.text.startsWith('.')) return undefined;
    return { ...this.next(), text: token.text.slice(1) };
  }

  /** @throws beyond `filterDepth` */
  nested<T>(read: () => T): T {
    if (++this.depth > this.limits.filterDepth) {
      throw this.refuse(`A filter may be nested ${this.limits.filterDepth} levels deep at most.`);
    }
    const result = read();
    this.depth--;
    return result;
  }

  /** @throws beyond `filterTerms` */
  countNode(): void {
    if (++this.nodes > this.limits.filterTerms) {
      throw this.refuse(`A filter may have ${this.limits.filterTerms} terms at most.`);
    }
  }

  /** The error for a piece that cannot stand here. */
  unexpected(token: Token, wanted: string): ScimError {
    const found = token.kind === 'end' ? 'the end' : quote(this.text.slice(token.start, token.end));
    return this.refuse(`Expected ${wanted} but found ${found} ${this.placeOf(token)}.`);
  }

  /** The error for a piece that can stand here but says something impossible: `problem` begins with a capital letter. */
  wrong(token: Token, problem: string): ScimError {
    return this.refuse(`${problem} ${this.placeOf(token)}.`);
  }

  /** Where the piece begins, for an error. */
  placeOf(token: Token): string {
    return placeOf(this.text, token.start);
  }
}
