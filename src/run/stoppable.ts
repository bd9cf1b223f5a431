import { SIGNALS } from './execute.ts';

/**
 * Lets work that holds a lock come to an end at the first signal, then dies of it as any process would: the lock of a process that
 * died on another machine can only be taken away by hand. A second signal ends it at once.
 */
export async function stoppable<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  let received: NodeJS.Signals | undefined;
  const handle = (name: NodeJS.Signals): void => {
    forget();
    received = name;
    stop.abort();
  };
  const forget = (): void => {
    for (const name of SIGNALS) process.off(name, handle);
  };
  for (const name of SIGNALS) process.on(name, handle);
  try {
    return await work(stop.signal);
  } finally {
    forget();
    if (received) process.kill(process.pid, received);
  }
}
