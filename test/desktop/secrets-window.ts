/** A process with the secrets of one folder. Asked "set NAME TEXT", "get NAME" or "delete NAME"; its argument is the folder. */
import { SecretFile } from "../../docker-desktop-extension/backend/secret-store.ts";

const store = new SecretFile({
  ...{ folder: process.argv[2] as string, clock: Date.now },
  report: ({ sentence }) => console.error(sentence),
});

async function answer(message: string): Promise<unknown> {
  const [verb, name = "", text = ""] = message.split(" ");
  if (verb === "set") await store.set(name, text);
  else if (verb === "delete") await store.delete(name);
  else return (await store.get(name)) ?? null;
  return null;
}

process.on("message", (message: string) => {
  answer(message).then((result) => process.send?.(result));
});
