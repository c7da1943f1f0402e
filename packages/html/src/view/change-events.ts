/** The events that tell of what a user made of a property. */

/** The events after which property `name` of an element `tag` may have changed. */
export function changeEvents(tag: string, name: string): readonly string[] {
  if (tag.startsWith("cf-")) return CUSTOM;
  if (name === "open") return tag === "dialog" ? ["close", "toggle"] : ["toggle"];
  return name === "checked" ? ["change"] : ["input", "change"];
}

const CUSTOM = ["cf-input", "cf-change", "cf-select", "cf-send", "cf-open", "cf-close"];
