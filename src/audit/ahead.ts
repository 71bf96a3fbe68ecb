/** Reads a sequence one by one, with a look at what comes next. */
export class Ahead<T> {
  private readonly iterator: AsyncIterator<T>;
  private looked?: Promise<IteratorResult<T>>;

  constructor(items: AsyncIterable<T>) {
    this.iterator = items[Symbol.asyncIterator]();
  }

  /** The next one if it fits; undefined if it does not, or there is none. */
  async takeIf(fits: (item: T) => boolean): Promise<T | undefined> {
    this.looked ??= this.iterator.next();
    const next = await this.looked;
    if (next.done || !fits(next.value)) return undefined;
    this.looked = undefined;
    return next.value;
  }
}
