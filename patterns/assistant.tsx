/** A household assistant: a conversation with a language model that can read and change a list. */
import {
  action,
  type BuiltInLLMContent,
  type BuiltInLLMMessage,
  type BuiltInLLMPart,
  computed,
  Default,
  type GenerateObject,
  generateObject,
  handler,
  llmDialog,
  type LLMDialogState,
  type LLMOptions,
  type LLMState,
  type LLMTools,
  NAME,
  pattern,
  type PatternTool,
  patternTool,
  Stream,
  UI,
  type VNode,
  Writable,
} from "commonfabric";

interface Errand {
  title: string;
  done: boolean;
}

/** Finds errands by a part of their title. */
export const FindErrands = pattern<{ part: string; errands: Errand[] }, { found: string[] }>(
  ({ part, errands }) => ({
    found: computed(() =>
      errands.filter(({ title }) => title.toLowerCase().includes(part.toLowerCase()))
        .map(({ title, done }) => (done ? `${title} (done)` : title))
    ),
  }),
);

interface AddEvent {
  title: string;
  /** Where the model's answer goes. */
  result?: Writable<string>;
}

const addErrand = handler<AddEvent, { errands: Writable<Errand[]> }>(
  ({ title, result }, { errands }) => {
    errands.push({ title, done: false });
    result?.set(`${title} is number ${errands.get().length}`);
  },
);

/** What a message says, without pictures and tools. */
export function textOf(content: BuiltInLLMContent): string {
  if (typeof content === "string") return content;
  const isText = (part: BuiltInLLMPart) => part.type === "text";
  return content.filter(isText).map((part) => part.text ?? "").join("");
}

interface Plan {
  title: string;
  steps: string[];
}

const askForPlan: GenerateObject = generateObject;

interface AssistantInput {
  errands: Writable<Errand[] | Default<[]>>;
  messages: Writable<BuiltInLLMMessage[] | Default<[]>>;
}

interface AssistantOutput {
  [NAME]: string;
  [UI]: VNode;
  errands: Errand[];
  spoken: string[];
  tools: string[];
  status: string;
  planned: string;
  ask: Stream<string>;
  stop: Stream<void>;
  forget: Stream<void>;
  add: Stream<AddEvent>;
}

export default pattern<AssistantInput, AssistantOutput>(({ errands, messages }) => {
  const find: PatternTool = patternTool(FindErrands, { errands });
  const add = addErrand({ errands });
  const tools: LLMTools = {
    findErrands: find,
    addErrand: { description: "Adds an errand to the list", handler: add },
  };
  const options: LLMOptions = {
    system: "You keep a household's errands. Answer in one sentence.",
    messages,
    tools,
  };
  const dialog: LLMDialogState = llmDialog(options);
  const plan: LLMState<Plan> = askForPlan<Plan>({
    prompt: computed(() => {
      const open = errands.get().filter(({ done }) => !done);
      return open.length > 2 ? `Plan: ${open.map(({ title }) => title).join(", ")}` : "";
    }),
  });
  const spoken = computed(() =>
    messages.get().filter(({ role }) => role === "user" || role === "assistant")
      .map(({ role, content }) => `${role}: ${textOf(content)}`)
  );
  const status = computed(() =>
    dialog.pending ? dialog.partial ?? "thinking" : dialog.error ? dialog.error.message : "ready"
  );
  const draft = new Writable("");
  const ask = action((text: string) => {
    dialog.addMessage.send({ role: "user", content: text });
    draft.set("");
  });
  return {
    [NAME]: "Assistant",
    [UI]: (
      <cf-screen>
        <cf-hstack slot="header" gap="2" justify="between" align="center">
          <cf-heading level="2">Errands</cf-heading>
          <cf-badge>{errands.get().filter(({ done }) => !done).length} open</cf-badge>
        </cf-hstack>
        <cf-vstack gap="3">
          {errands.get().length > 0
            ? (
              <cf-card padding="2">
                <cf-list label="Errands">
                  {errands.map((errand) => (
                    <cf-list-item>
                      <cf-checkbox $checked={errand.done}>{errand.title}</cf-checkbox>
                    </cf-list-item>
                  ))}
                </cf-list>
              </cf-card>
            )
            : null}
          {spoken.length === 0
            ? (
              <cf-empty-state
                icon="…"
                message="Ask for what is to do"
                description="The assistant can read the list and write to it."
              />
            )
            : null}
          <cf-chat $messages={messages}>
            {dialog.pending
              ? <cf-chat-message role="assistant" content={dialog.partial} streaming />
              : null}
          </cf-chat>
          {dialog.error ? <cf-alert variant="destructive">{status}</cf-alert> : null}
        </cf-vstack>
        <cf-hstack slot="footer" gap="2" align="end">
          <cf-prompt-input
            $value={draft}
            placeholder="What is to do?"
            buttonText="Ask"
            pending={dialog.pending}
            oncf-send={({ detail }: { detail: { text: string } }) => ask.send(detail.text)}
          />
          {dialog.pending ? <cf-button onClick={dialog.cancelGeneration}>Stop</cf-button> : null}
        </cf-hstack>
      </cf-screen>
    ),
    errands,
    spoken,
    tools: computed(() => Object.keys(dialog.flattenedTools).sort()),
    status,
    planned: computed(() => plan.error ? "no planner" : plan.result?.steps.join() ?? "nothing"),
    ask,
    stop: dialog.cancelGeneration,
    forget: action(() => messages.set([])),
    add,
  };
});
