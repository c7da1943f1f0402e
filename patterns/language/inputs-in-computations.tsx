/**
 * A view made in a computation: each input is bound to the place of the field it shows, each button
 * to the cell of its row, although the computation itself reads plain values.
 */

import { Cell, computed, Default, handler, pattern, UI, type VNode } from "commonfabric";

export interface Task {
  title: string;
  hours: number;
  parts: string[];
}

const more = handler<void, { hours: Cell<number> }>((_, { hours }) => hours.set(hours.get() + 1));

interface Input {
  tasks: Task[] | Default<[]>;
  least: number | Default<0>;
}

export default pattern<Input, Input & { [UI]: VNode; shown: VNode[] }>(({ tasks, least }) => {
  const shown = computed(() =>
    tasks
      .filter((task) => task.hours >= least)
      .map((task) => (
        <cf-hstack>
          <cf-input $value={task.title} />
          <cf-input $value={task.parts[0]} />
          <cf-button onClick={more({ hours: task.hours })}>{task.hours} h</cf-button>
        </cf-hstack>
      ))
  );
  return { [UI]: <cf-vstack>{shown}</cf-vstack>, shown, tasks, least };
});
