import { equal } from "node:assert/strict";
import { TiedProcess } from "./tied-process.ts";

const MODULE = new URL("./tied-process.ts", import.meta.url).href;

/** What a tied process does: nothing, and after long enough it says so. */
const ALIVE = "setTimeout(() => console.log('alive'), 20_000)";

/** A program that starts tied processes and says when it is ready. */
function parent(count: number, ending: string): Deno.ChildProcess {
  const source = `
    import { TiedProcess } from ${JSON.stringify(MODULE)};
    const ties = [];
    for (let i = 0; i < ${count}; i++) {
      const args = ["eval", ${JSON.stringify(ALIVE)}];
      const child = new Deno.Command(Deno.execPath(), { args, stdout: "inherit" }).spawn();
      const tie = new TiedProcess(child.pid);
      await tie.held;
      ties.push({ child, tie });
    }
    ${ending}
    console.log("ready");
    await new Promise((resolve) => setTimeout(resolve, 600_000));`;
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", `data:application/typescript,${encodeURIComponent(source)}`],
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
}

/** Kills a program when it is ready, and reads until nobody is left who could write. */
async function killWhenReady(child: Deno.ChildProcess): Promise<void> {
  let text = "";
  for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
    if (text === "") child.kill("SIGKILL");
    text += chunk;
  }
  equal((await child.status).signal, "SIGKILL");
  equal(text, "ready\n");
}

Deno.test("a tied process ends with one that is killed", async () => {
  await killWhenReady(parent(3, ""));
});

Deno.test("a process that was released and another that is tied anew are told apart", async () => {
  await killWhenReady(parent(
    2,
    `const [first] = ties;
     first.child.kill("SIGKILL");
     await first.child.status;
     await first.tie.release();`,
  ));
});

Deno.test("releasing the last one leaves nothing behind", async () => {
  for (let i = 0; i < 2; i++) {
    const child = new Deno.Command("true").spawn();
    const tie = new TiedProcess(child.pid);
    await tie.held;
    await child.status;
    await tie.release();
  }
});
