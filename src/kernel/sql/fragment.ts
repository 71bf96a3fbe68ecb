/**
 * A piece of SQL: text that stands in our code, and values that become parameters. Only {@link sql} and {@link joinSql}
 * make one, and it is told by its class, so that no JSON value, whatever its shape, can pass for SQL.
 */
export class SqlFragment {
  private constructor(
    /** One more than there are values; a value stands between each two. */
    readonly strings: readonly string[],
    readonly values: readonly unknown[],
  ) {}

  /** For {@link sql} and {@link joinSql}: `strings` is text of our code. */
  static of(strings: readonly string[], values: readonly unknown[]): SqlFragment {
    const text: string[] = [strings[0] ?? ''];
    const parameters: unknown[] = [];
    for (const [index, value] of values.entries()) {
      const inner = value instanceof SqlFragment ? value : new SqlFragment(['', ''], [value]);
      extend(text, inner.strings);
      extend(text, [strings[index + 1] ?? '']);
      parameters.push(...inner.values);
    }
    return new SqlFragment(text, parameters);
  }
}

/**
 * SQL as a tagged template. A fragment within it becomes part of its text, anything else a parameter. A fragment brings
 * its own parentheses: write them around whatever is to be one operand.
 */
export function sql(strings: TemplateStringsArray, ...values: readonly unknown[]): SqlFragment {
  return SqlFragment.of(strings, values);
}

/** Fragments with a separator between each two; nothing for none. */
export function joinSql(
  fragments: readonly SqlFragment[],
  separator: ' AND ' | ' OR ' | ', ' | ' UNION ALL ',
): SqlFragment {
  return SqlFragment.of(['', ...fragments.slice(1).map(() => separator), ''], fragments);
}

/** The fragment as PostgreSQL takes it: the first value is `$firstIndex`, the others follow in their order. */
export function render(fragment: SqlFragment, firstIndex = 1): { text: string; values: unknown[] } {
  const [first = '', ...rest] = fragment.strings;
  const text = rest.map((string, index) => `$${firstIndex + index}${string}`);
  return { text: [first, ...text].join(''), values: [...fragment.values] };
}

/** Lets the last string go on with the first of `more`. */
function extend(text: string[], [first = '', ...rest]: readonly string[]): void {
  text.push(`${text.pop() ?? ''}${first}`, ...rest);
}
