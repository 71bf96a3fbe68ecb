/** The first of the names `make('')`, `make('2')`, `make('3')` … that is not taken. */
export function freeName(taken: ReadonlySet<string>, make: (suffix: string) => string): string {
  for (let number = 1; ; number += 1) {
    const name = make(number === 1 ? '' : String(number));
    if (!taken.has(name)) return name;
  }
}
