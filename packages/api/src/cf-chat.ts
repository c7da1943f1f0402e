/** Attributes of the `cf-*` elements of conversations. */

import type { Attribute, Binding, CommonAttributes, EventAttribute, Flag } from "./attributes.ts";

/** Attributes of `<cf-chat>`. */
export interface CfChatAttributes extends CommonAttributes {
  $messages?: Binding;
  messages?: Attribute<readonly unknown[]>;
  pending?: Flag;
  label?: Attribute<string>;
}

/** Attributes of `<cf-chat-message>`. */
export interface CfChatMessageAttributes extends CommonAttributes {
  role?: Attribute<string>;
  content?: unknown;
  name?: Attribute<string>;
  avatar?: Attribute<string>;
  pending?: Flag;
  streaming?: Flag;
}

/** Attributes of `<cf-tool-call>`. */
export interface CfToolCallAttributes extends CommonAttributes {
  call?: unknown;
  result?: unknown;
  name?: Attribute<string>;
}

/** Attributes of `<cf-prompt-input>`. */
export interface CfPromptInputAttributes extends CommonAttributes {
  $value?: Binding;
  value?: Attribute<string>;
  placeholder?: Attribute<string>;
  buttonText?: Attribute<string>;
  disabled?: Flag;
  pending?: Flag;
  "oncf-send"?: EventAttribute;
}
