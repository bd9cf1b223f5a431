/** Its error goes to whoever waits for it; when another error comes first, nobody does, and Node would end the process. */
export function waitedForLater<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => {});
  return promise;
}
