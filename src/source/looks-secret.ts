const SECRET = /(^|_)(token|secret|password|passwd|key|credentials?)$/i;

/** Whether an environment variable has the name of a secret, whose value no file may hold. */
export const looksSecret = (name: string): boolean => SECRET.test(name);
