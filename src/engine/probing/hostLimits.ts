/** How many requests are under way at once, overall and to one host. Reliability 5. */

export interface HostLimits {
  /** At once, overall. */
  readonly total: number;
  /** At once, to one host. */
  readonly perHost: number;
}

/** Something to be done at a host. */
export interface HostWork {
  readonly host: string;
  /** Whose service is asked there: one host may serve several, and one of them may be silent alone. */
  readonly service: string;
  /** Resolves to whether the host answered at all; `undefined` where it was not asked. */
  readonly run: () => Promise<boolean | undefined>;
  /** Done instead where the service has been given up. */
  readonly giveUp: () => void;
}

/** So many requests in a row without any answer, and the service is not asked again. */
const patience = 2;

/**
 * Does all works in their order, each as soon as the limits and its host allow: a busy host holds up no other. A service
 * that leaves {@link patience} requests in a row without an answer is given up, so that what hangs costs its timeout once
 * and not for every credential that would be tried there. Rejects with the first error of a work, once nothing is under way.
 * @param isStopped asked before each work; nothing is begun any more once it is true
 */
export async function runByHost(
  works: readonly HostWork[],
  limits: HostLimits,
  isStopped: () => boolean,
): Promise<void> {
  const waiting = [...works];
  const underWay = new Map<HostWork, Promise<void>>();
  const silences = new Map<string, number>();
  const errors: unknown[] = [];
  const silence = (work: HostWork): number => silences.get(serviceOf(work)) ?? 0;
  const isGivenUp = (work: HostWork): boolean => silence(work) >= patience;
  // Once there was silence, the next is asked only when those under way have ended.
  const room = (work: HostWork): number => (silence(work) > 0 ? 1 : limits.perHost);
  const busy = (host: string): number => [...underWay.keys()].filter((one) => one.host === host).length;

  const doWork = async (work: HostWork): Promise<void> => {
    try {
      const answered = await work.run();
      if (answered === undefined) return;
      silences.set(serviceOf(work), answered ? 0 : silence(work) + 1);
    } catch (error) {
      errors.push(error);
    } finally {
      underWay.delete(work);
    }
  };

  const next = (): HostWork | undefined => {
    const at = waiting.findIndex((work) => isGivenUp(work) || busy(work.host) < room(work));
    return at < 0 ? undefined : waiting.splice(at, 1)[0];
  };

  for (;;) {
    while (underWay.size < limits.total && errors.length === 0 && !isStopped()) {
      const work = next();
      if (work === undefined) break;
      if (isGivenUp(work)) work.giveUp();
      else underWay.set(work, doWork(work));
    }
    if (underWay.size === 0) break;
    // Each end of a work makes room for another.
    // oxlint-disable-next-line no-await-in-loop
    await Promise.race(underWay.values());
  }
  if (errors.length > 0) throw errors[0];
}

function serviceOf({ host, service }: HostWork): string {
  return JSON.stringify([host, service]);
}
