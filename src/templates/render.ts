const TOKEN = /__[A-Z]+(?:_[A-Z]+)*__/g;

/**
 * The template with each `__TOKEN__` replaced by the value of that name. Strict: a token without a value and a value without
 * a token are faults of ours and throw. Values are put in as they are, so text meant for a shell has passed `quote`.
 */
export function render(template: string, values: Readonly<Record<string, string>>): string {
  const unused = new Set(Object.keys(values));
  const rendered = template.replace(TOKEN, (token) => {
    const name = token.slice(2, -2);
    const value = values[name];
    if (value === undefined) throw new TypeError(`no value for the template's ${token}`);
    unused.delete(name);
    return value;
  });
  if (unused.size > 0) throw new TypeError(`the template has no token for ${[...unused].join(', ')}`);
  return rendered;
}
