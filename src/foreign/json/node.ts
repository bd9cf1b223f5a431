/** A value of a JSON file, with its place as offsets into the text; the end is exclusive. */
export type JsonNode = JsonObject | JsonArray | JsonText | JsonNumber | JsonWord;

interface Place {
  readonly start: number;
  readonly end: number;
}

export interface JsonObject extends Place {
  readonly kind: 'object';
  readonly members: readonly Member[];
}

export interface JsonArray extends Place {
  readonly kind: 'array';
  readonly items: readonly JsonNode[];
}

export interface JsonText extends Place {
  readonly kind: 'text';
  readonly value: string;
}

export interface JsonNumber extends Place {
  readonly kind: 'number';
  readonly value: number;
}

/** `true`, `false` and `null`. */
export interface JsonWord extends Place {
  readonly kind: 'word';
  readonly value: boolean | null;
}

export interface Member {
  readonly key: JsonText;
  readonly value: JsonNode;
}

/** The member of an object under a key; of several the last, as every reader has it. */
export function memberOf(node: JsonNode | undefined, key: string): Member | undefined {
  return node?.kind === 'object' ? node.members.findLast((member) => member.key.value === key) : undefined;
}

/** The value that keys lead to, if it is written. */
export function at(node: JsonNode | undefined, ...keys: readonly string[]): JsonNode | undefined {
  return keys.reduce((parent, key) => memberOf(parent, key)?.value, node);
}

/** A node as a plain value. */
export function plain(node: JsonNode): unknown {
  if (node.kind === 'object')
    return Object.fromEntries(node.members.map(({ key, value }) => [key.value, plain(value)]));
  return node.kind === 'array' ? node.items.map(plain) : node.value;
}
