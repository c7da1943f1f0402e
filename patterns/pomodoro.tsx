/** Work and rest in turns, by the shared clock: a session is a start, and the rest follows from it. */
import {
  action,
  computed,
  Default,
  NAME,
  pattern,
  PerUser,
  Stream,
  UI,
  type VNode,
  wish,
  Writable,
} from "commonfabric";

interface Input {
  minutes: PerUser<Writable<number | Default<25>>>;
  /** When the present session began, in milliseconds since 1970. */
  startedAt: PerUser<Writable<number | null | Default<null>>>;
  finished: PerUser<Writable<string[] | Default<[]>>>;
  task: PerUser<Writable<string | Default<"">>>;
}

interface Output {
  [NAME]: string;
  [UI]: VNode;
  running: boolean;
  secondsLeft: number;
  finished: string[];
  start: Stream<{ task: string }>;
  finish: Stream<void>;
  cancel: Stream<void>;
}

const clock = (seconds: number) =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

export default pattern<Input, Output>(({ minutes, startedAt, finished, task }) => {
  const now = wish<number>({ query: "#now/1" });
  const running = computed(() => startedAt.get() !== null);
  const secondsLeft = computed(() => {
    const begun = startedAt.get();
    const length = minutes.get() * 60;
    if (begun === null || now.result === undefined) return length;
    return Math.max(0, Math.min(length, length - Math.floor((now.result - begun) / 1000)));
  });
  const start = action(({ task: what }: { task: string }) => {
    task.set(what);
    startedAt.set(Date.now());
  });
  const finish = action(() => {
    if (startedAt.get() === null) return;
    finished.push(task.get() || "Work");
    startedAt.set(null);
  });
  const cancel = action(() => startedAt.set(null));

  return {
    [NAME]: computed(() => running ? `🍅 ${clock(secondsLeft)}` : "Pomodoro"),
    [UI]: (
      <cf-screen narrow>
        <cf-card>
          <cf-vstack gap="3" align="center">
            <cf-heading level="1" role="timer">{clock(secondsLeft)}</cf-heading>
            <cf-progress
              value={minutes.get() * 60 - secondsLeft}
              max={minutes.get() * 60}
              label="Time gone by"
            />
            {running
              ? (
                <cf-hstack gap="2">
                  <cf-button
                    variant={secondsLeft === 0 ? "primary" : "secondary"}
                    onClick={finish}
                  >
                    Done
                  </cf-button>
                  <cf-button variant="ghost" onClick={cancel}>Give up</cf-button>
                </cf-hstack>
              )
              : (
                <>
                  <cf-input $value={task} placeholder="What on?" aria-label="What on?" />
                  <cf-slider label="Minutes" $value={minutes} min={5} max={60} step={5} />
                  <cf-button
                    variant="primary"
                    onClick={() => start.send({ task: task.get() })}
                  >
                    Start
                  </cf-button>
                </>
              )}
          </cf-vstack>
        </cf-card>
        {finished.get().length > 0 && (
          <cf-text variant="muted">
            {finished.get().length} today, last: {finished.get().at(-1)}
          </cf-text>
        )}
      </cf-screen>
    ),
    running,
    secondsLeft,
    finished,
    start,
    finish,
    cancel,
  };
});
