import type * as v from "valibot";

export interface CallSpec<Input, Output> {
  readonly kind: "call";
  readonly input: v.GenericSchema<unknown, Input>;
  /** Only a type: never read. */
  readonly output?: Output;
}

export interface StreamSpec<Input, Item> {
  readonly kind: "stream";
  readonly input: v.GenericSchema<unknown, Input>;
  /** Only a type: never read. */
  readonly item?: Item;
}

/** A question with one answer. */
export const call =
  <Output>() =>
  <Input>(input: v.GenericSchema<unknown, Input>): CallSpec<Input, Output> => ({ kind: "call", input });

/** A question whose answers come one after the other until one side ends it. */
export const stream =
  <Item>() =>
  <Input>(input: v.GenericSchema<unknown, Input>): StreamSpec<Input, Item> => ({ kind: "stream", input });
