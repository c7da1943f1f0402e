/** A form looked at from a test: attributes, children, two-way bindings and events of its view. */
import {
  action,
  computed,
  Default,
  NAME,
  pattern,
  Stream,
  UI,
  type VNode,
  Writable,
} from "commonfabric";

interface Input {
  name: Writable<string | Default<"">>;
  agreed: Writable<boolean | Default<false>>;
}
interface Output {
  [NAME]: string;
  [UI]: VNode;
  name: string;
  agreed: boolean;
  sent: string[];
  submit: Stream<void>;
}

export default pattern<Input, Output>(({ name, agreed }) => {
  const sent = new Writable<string[]>([]);
  const ready = computed(() => agreed.get() && name.get().trim().length > 0);
  const submit = action(() => {
    if (!ready) return;
    sent.push(name.get().trim());
    name.set("");
  });
  return {
    [NAME]: "Form",
    [UI]: (
      <form>
        <cf-input $value={name} placeholder="Name" />
        <cf-checkbox $checked={agreed}>I agree</cf-checkbox>
        <cf-button disabled={!ready} onClick={submit}>Send</cf-button>
        <cf-button onClick={() => name.set("anonymous")}>Hide me</cf-button>
        <output>{name}{sent}</output>
        <>
          <hr />
          {sent.map((entry) => <li>{entry}</li>)}
        </>
      </form>
    ),
    name,
    agreed,
    sent,
    submit,
  };
});
