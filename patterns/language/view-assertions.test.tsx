import { action, assert, computed, pattern, TESTS, UI } from "commonfabric";
import Form from "./view-assertions.tsx";

export default pattern(() => {
  const form = Form({});
  const type = action(() => {
    (form[UI] as any).children[0].props.$value.set("Ann ");
  });
  const agree = action(() => (form[UI] as any).children[1].props.$checked.set(true));
  const press = action(() => {
    const button = (form[UI] as any).children[2];
    button.props.onClick.send({});
  });
  const hide = action(() => (form[UI] as any).children[3].props.onClick.send());
  const listed = computed(() => form.sent.length);
  return {
    [TESTS]: [
      {
        assertion: assert(() =>
          (form[UI] as any).type === "vnode" && (form[UI] as any).name === "form"
        ),
      },
      { assertion: assert(() => (form[UI] as any).children[0].props.placeholder === "Name") },
      { assertion: assert(() => (form[UI] as any).children[0].props.$value.get() === "") },
      { assertion: assert(() => (form[UI] as any).children[2].props.disabled === true) },
      { action: type },
      { assertion: assert(() => form.name === "Ann ") },
      { action: press },
      { assertion: assert(() => listed === 0) },
      { action: agree },
      {
        assertion: assert(() =>
          form.agreed && (form[UI] as any).children[2].props.disabled === false
        ),
      },
      { action: press },
      { assertion: assert(() => form.sent.join() === "Ann" && form.name === "") },
      { action: hide },
      { assertion: assert(() => form.name === "anonymous") },
      { assertion: assert(() => (form[UI] as any).children[4].children[0] === "anonymous") },
      { assertion: assert(() => (form[UI] as any).children[4].children[1].join() === "Ann") },
      { action: form.submit },
      { assertion: assert(() => JSON.stringify(form[UI]).includes("anonymous")) },
      { assertion: assert(() => (form[UI] as any).children[2].children[0] === "Send") },
      { render: form[UI] },
    ],
  };
});
