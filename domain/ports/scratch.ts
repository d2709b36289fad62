/** Room on the local disk for one piece of work; gone when the work ends, however it ends. */
export interface Scratch {
  within<T>(name: string, work: (dir: string) => Promise<T>): Promise<T>;
}
