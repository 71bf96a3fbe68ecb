export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

export interface JsonObject {
  readonly [name: string]: JsonValue;
}

/**
 * A resource in canonical form: attribute names spelled as the schema spells them, extension attributes in an object
 * under their URN, no `null`, no empty array or object, `schemas` naming the core URN and exactly the extensions with
 * content. Values are what the client sent. What the service itself adds (`id`, `meta`, `groups`, `members`) is not in it.
 */
export type Resource = JsonObject;

/** A resource that came in, and what was put right or left out on the way, each as a sentence naming attributes, never values. */
export interface Received {
  readonly resource: Resource;
  readonly warnings: readonly string[];
  /**
   * Canonical names of the core and common attributes that the body mentioned, be it with `null`: what PUT needs to tell
   * "left out" from "unassigned" (`externalId`, `active`).
   */
  readonly named: ReadonlySet<string>;
}
