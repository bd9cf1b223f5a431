import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { codeOf } from '../disk/system-error.ts';

/** A process, so that another one that gets its number later is not taken for it. */
export interface ProcessIdentity {
  readonly pid: number;
  /** The system that the number counts in: boot and process namespace; undefined where Linux does not say. */
  readonly place?: string;
  /** When it was started, in clock ticks since the boot. */
  readonly start?: number;
}

/** Identifies a process that lives. */
export function identify(pid: number): ProcessIdentity {
  const [place, start] = [placeHere(), statOf(pid)?.start];
  return { pid, ...(place !== undefined && { place }), ...(start !== undefined && { start }) };
}

/** Whether a process still lives; undefined for one of another machine or of before a restart. */
export function lives({ pid, place, start }: ProcessIdentity): boolean | undefined {
  if (place !== placeHere()) return undefined;
  return start === undefined ? answers(pid) : statOf(pid)?.start === start;
}

/** Whether anything of the process group of a first process still lives, as `lives` says it. */
export function groupLives({ pid, place, start }: ProcessIdentity): boolean | undefined {
  if (place !== placeHere()) return undefined;
  if (start === undefined) return answers(-pid);
  const first = statOf(pid);
  if (first && first.start !== start) return false; // numbers are given anew once a group is gone
  return readdirSync('/proc').some((name) => /^\d+$/.test(name) && statOf(Number(name))?.group === pid);
}

/** Sends nothing, and only asks; who belongs to somebody else is there too. */
function answers(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** Boot and namespace: containers of one machine count their processes apart. */
function placeHere(): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return undefined; // not Linux
  }
}

/** Fields 5 and 22 of proc(5) `stat`, behind a name that may hold spaces and brackets; none of a process that has ended and that nobody has asked for. */
function statOf(pid: number): { readonly group: number; readonly start: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? undefined : { group: Number(fields[1]), start: Number(fields[18]) };
  } catch {
    return undefined; // gone, or not Linux
  }
}
