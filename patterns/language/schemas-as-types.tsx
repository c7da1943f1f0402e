/** From a schema to a type and back, and defaults that reach into objects. */
import {
  computed,
  type DeepDefault,
  handler,
  type JSONSchema,
  type JSONSchemaObject,
  pattern,
  type Schema,
  schema,
  Stream,
  toSchema,
  type TypedSchema,
  Writable,
} from "commonfabric";
import type { JSONSchema as AnySchema, Schema as TypeOf } from "commonfabric/schema";

const taskSchema = schema({
  type: "object",
  properties: {
    title: { type: "string" },
    points: { type: "number" },
    tags: { type: "array", items: { type: "string" } },
  },
  required: ["title", "points", "tags"],
});

type Task = Schema<typeof taskSchema>;

const levelSchema = { type: "string", enum: ["low", "high"] } as const satisfies AnySchema;
type Level = TypeOf<typeof levelSchema>;

interface Limits {
  points: number;
  titleLength: number;
}

const limitsSchema: TypedSchema<Limits> = toSchema<Limits>();

/** What a schema requires, for forms that are made from schemas. */
export function requiredOf(given: JSONSchema): readonly string[] {
  const described: JSONSchemaObject = typeof given === "boolean" ? {} : given;
  return described.required ?? [];
}

interface Settings {
  limits: Limits;
  level: Level;
}

interface Input {
  tasks: Writable<Task[]>;
  settings: Writable<
    Settings | DeepDefault<{ limits: { points: 10; titleLength: 20 }; level: "low" }>
  >;
}

interface Output {
  tasks: Task[];
  open: number;
  fits: boolean;
  level: Level;
  required: string[];
  add: Stream<Task>;
  raise: Stream<Partial<Limits>>;
}

const add = handler<Task, { tasks: Writable<Task[]> }>((task, { tasks }) => tasks.push(task));

const raise = handler<Partial<Limits>, { settings: Writable<Settings> }>((limits, { settings }) => {
  settings.key("limits").update(limits);
});

export default pattern<Input, Output>(({ tasks, settings }) => {
  const total = computed(() => (tasks.get() ?? []).reduce((sum, { points }) => sum + points, 0));
  return {
    tasks,
    open: total,
    fits: computed(() => total <= settings.get().limits.points),
    level: computed(() => settings.get().level),
    required: [...requiredOf(taskSchema), ...requiredOf(limitsSchema)],
    add: add({ tasks }),
    raise: raise({ settings }),
  };
});
