/** Which of the two servers. */
export type Side = 'bare' | 'product';

/** Where requests go, and by what right. */
export interface Target {
  /** Without a slash at its end. */
  readonly url: string;
  /** Of the product. */
  readonly token?: string;
}
