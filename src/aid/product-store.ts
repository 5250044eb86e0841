/** A product of a host, as fans and staff call it; `ref` is the name in one writing. */
export interface Product {
  readonly ref: string;
  readonly name: string;
}

export interface ProductStore {
  /** What a host has put on her list, by name. */
  listed(hostId: string): Promise<readonly Product[]>;
  list(hostId: string, product: Product, isListed: boolean): Promise<void>;
  /**
   * Notes that a person has reported a product, and returns how many persons have since `since` or since it was cleared
   * last, whichever is later. Nobody else can report it until this transaction ends.
   */
  report(hostId: string, product: Product, personId: string, now: number, since: number): Promise<number>;
  /** The number of the stop; undefined when it is stopped already. */
  stop(hostId: string, ref: string, now: number): Promise<number | undefined>;
  stopped(hostId: string): Promise<readonly (Product & { readonly productId: number })[]>;
  product(
    productId: number,
  ): Promise<(Product & { readonly hostId: string; readonly isStopped: boolean }) | undefined>;
  /** False when it was not stopped any more. */
  clear(productId: number, by: string, now: number): Promise<boolean>;
  /** What one person reported was reported by another; counted once. */
  moveReports(fromId: string, intoId: string): Promise<void>;
  forgetReports(personId: string): Promise<void>;
}
