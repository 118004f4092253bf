import type { AgentAuthMethod, AnyAuthMethod, KeyboardInteractiveAuthMethod, Prompt } from "ssh2";
import { AuthenticationFailed, type AuthenticationReason } from "../../errors/errors.ts";
import { PASTED } from "../../model/host.ts";
import type { SecretQuestion } from "../../model/prompter.ts";
import { PASTED_KEY, passphraseOf } from "../credentials.ts";
import {
  type AskPassphrase,
  joinedRings,
  type KeyRing,
  type OfferedKey,
  openKeyRing,
  pastedKeyRing,
} from "./key-ring.ts";
import { loadSsh2 } from "./load-ssh2.ts";
import type { LoginContext } from "./login-context.ts";
import { type SshSettings, withKeyFile } from "./ssh-settings.ts";

/** How often a person may try a password or a code before the login has failed, as ssh's NumberOfPasswordPrompts. */
const TRIES = 3;

/** What the server answers to a try that was not enough. */
export interface Refusal {
  /** The methods that it still takes. */
  readonly left: readonly string[];
  /** What was shown was right, and something more is wanted. */
  readonly partial: boolean;
}

type Waiting = <T>(work: Promise<T>) => Promise<T>;

/**
 * What is offered to one server, in ssh's order: keys, then what the server asks a person. ssh2 drives it: each
 * `attempts` value is one try, and `next` gets the server's answer to it.
 */
export class Login {
  readonly #settings: SshSettings;
  readonly #address: string;
  readonly #context: LoginContext;
  /** Stops the clock of the handshake: a person is asked, a key is opened, or an agent waits for its owner's consent. */
  readonly #waiting: Waiting;
  #ring: KeyRing | undefined;
  /** What was shown to the server last. */
  #shown: string | undefined;
  /** Under which names they are held. */
  readonly #shownPasswords = new Set<string>();
  /** The strongest reason so far why it may fail. */
  #reason: AuthenticationReason = "refused";

  constructor(settings: SshSettings, address: string, context: LoginContext, waiting: Waiting) {
    this.#settings = settings;
    this.#address = address;
    this.#context = context;
    this.#waiting = waiting;
  }

  async *attempts(): AsyncGenerator<AnyAuthMethod, void, Refusal> {
    const username = this.#settings.user;
    const refused = async ({ left, partial }: Refusal): Promise<string[]> => {
      // What was right as far as it went is not asked for again.
      if (partial) this.#shownPasswords.clear();
      else await this.dropShown();
      return left.filter((method) => !this.#settings.refusedMethods.includes(method));
    };
    let left = await refused(yield { type: "none", username });
    if (left.includes("publickey")) {
      for (const key of await this.#keys()) {
        const attempt = oneKeyAgent({ ...key, sign: (data, hash) => this.#waiting(key.sign(data, hash)) });
        this.#shown = key.name;
        yield { type: "agent", username, agent: attempt.agent } satisfies AgentAuthMethod;
        if (!attempt.signed) continue;
        // The server took the key and wants something more. ssh2 doesn't hand on what that is when an agent signed
        // (client.js, USERAUTH_FAILURE), so it is asked for once more.
        left = await refused(yield { type: "none", username });
        break;
      }
    }
    for (let tries = 0; tries < TRIES && left.includes("keyboard-interactive"); tries++) {
      const asked = this.#dialogue(tries > 0);
      this.#shown = undefined;
      left = await refused(yield asked.method);
      // One that asked nothing would ask nothing again, and each try counts against MaxAuthTries.
      if (asked.unanswered() || !asked.hasAsked()) break;
    }
    for (let tries = 0; tries < TRIES && left.includes("password"); tries++) {
      const password = await this.#secret(this.#passwordQuestion("", tries > 0));
      if (password === undefined) break;
      this.#worse("password-wrong");
      this.#shown = undefined;
      left = await refused(yield { type: "password", username, password });
    }
  }

  /** The passwords that were shown last are wrong: nobody is to be locked out by showing them again. */
  async dropShown(): Promise<void> {
    const { credentials, hostId } = this.#context;
    const wrong = [...this.#shownPasswords];
    this.#shownPasswords.clear();
    for (const name of wrong) await credentials.drop(hostId, name);
  }

  /** Who was let in, and by which key, where a key was enough. */
  get how(): string {
    return [this.#settings.user, this.#shown].filter((word) => word !== undefined && word !== "").join(", ");
  }

  /** Why no attempt was enough. */
  failure(cause: unknown): AuthenticationFailed {
    const { agentGone, unusable = [] } = this.#ring ?? {};
    const reason = this.#lacksKeys(
      agentGone !== undefined ? "agent-gone" : unusable.length > 0 ? "key-unusable" : undefined,
    );
    const detail = agentGone?.message ?? (unusable.length > 0 ? `Not usable: ${unusable.join(", ")}` : undefined);
    const message = detail ?? (cause instanceof Error ? cause.message : String(cause));
    const agentIsEmpty = this.#settings.agent !== undefined && agentGone === undefined && this.#ring?.keys.length === 0;
    return new AuthenticationFailed(reason, this.#address, message, { cause, agentIsEmpty });
  }

  /** That a server would also take a password says less than that the keys could not be shown to it. */
  #lacksKeys(lacking: AuthenticationReason | undefined): AuthenticationReason {
    const nothingTried = this.#reason === "refused" || this.#reason === "password-needed";
    return nothingTried ? (lacking ?? this.#reason) : this.#reason;
  }

  async #keys(): Promise<readonly OfferedKey[]> {
    const { credentials, hostId } = this.#context;
    const ask: AskPassphrase = (path, again) =>
      this.#secret({ kind: "passphrase", prompt: path, echo: false, again, ...this.#who });
    const settings = this.#settings;
    const pasted = async (): Promise<KeyRing> => pastedKeyRing(await credentials.find(hostId, PASTED_KEY), ask);
    const { lentKey } = settings;
    const lent =
      lentKey === undefined
        ? undefined
        : await (lentKey === PASTED ? pasted() : openKeyRing(withKeyFile(settings, lentKey), ask));
    const own = await (settings.keyIsPasted === true ? pasted() : openKeyRing(settings, ask));
    this.#ring = lent === undefined ? own : joinedRings(lent, own);
    return this.#ring.keys;
  }

  get #who(): { readonly host: string; readonly address: string } {
    return { host: this.#context.hostName, address: this.#address };
  }

  #passwordQuestion(prompt: string, again: boolean): SecretQuestion {
    return { kind: "password", prompt, echo: false, again, ...this.#who };
  }

  /** One round of keyboard-interactive: the server asks, however often it likes. */
  #dialogue(again: boolean): Dialogue {
    let unanswered = false;
    let hasAsked = false;
    const answer = async (prompts: readonly Prompt[]): Promise<string[]> => {
      const answers: string[] = [];
      for (const { prompt, echo = false } of prompts) {
        hasAsked = true;
        // A PAM server asks for the password itself in this way; anything else is a code.
        const isPassword = !echo && /passw/i.test(prompt);
        const question: SecretQuestion = isPassword
          ? this.#passwordQuestion(prompt, again)
          : { kind: "code", prompt, echo, again, ...this.#who };
        const text = await this.#secret(question);
        if (text === undefined) unanswered = true;
        else this.#worse(isPassword ? "password-wrong" : "code-wrong");
        answers.push(text ?? "");
      }
      return answers;
    };
    return {
      unanswered: () => unanswered,
      hasAsked: () => hasAsked,
      method: {
        type: "keyboard-interactive",
        username: this.#settings.user,
        prompt: (_name, _instructions, _language, prompts, finish) => {
          answer(prompts).then(finish, () => {
            unanswered = true;
            finish([]);
          });
        },
      },
    };
  }

  async #secret(question: SecretQuestion): Promise<string | undefined> {
    const { credentials, hostId, prompter, signal } = this.#context;
    const name =
      question.kind === "passphrase" ? passphraseOf(question.prompt) : `${question.kind} of ${this.#address}`;
    if (question.kind !== "code") {
      if (question.again) await credentials.drop(hostId, name);
      const known = question.again ? undefined : await credentials.find(hostId, name);
      if (question.kind === "password") this.#shownPasswords.add(name);
      if (known !== undefined) return known;
    }
    const answer = await this.#waiting(prompter?.secret(question, signal) ?? Promise.resolve(undefined));
    if (answer === undefined) {
      if (!question.again) this.#worse(`${question.kind}-needed`);
      else this.#worse(`${question.kind}-wrong`);
      return undefined;
    }
    if (question.kind !== "code") credentials.hold(hostId, name, answer);
    return answer.text;
  }

  /** What a person gave and what was wrong with it says more than that something is lacking. */
  #worse(reason: AuthenticationReason): void {
    const better = this.#reason.endsWith("-needed") && reason.endsWith("-wrong");
    if (this.#reason === "refused" || better) this.#reason = reason;
  }
}

interface Dialogue {
  readonly method: KeyboardInteractiveAuthMethod;
  /** The person gave no answer. */
  readonly unanswered: () => boolean;
  readonly hasAsked: () => boolean;
}

/** An agent of this one key, since ssh2 asks an agent only for a signature when the server would take the key. */
function oneKeyAgent(key: OfferedKey): { agent: AgentAuthMethod["agent"]; readonly signed: boolean } {
  const { BaseAgent } = loadSsh2();
  let signed = false;
  class OneKeyAgent extends BaseAgent {
    override getIdentities(callback: (error: Error | undefined, keys?: Buffer[]) => void): void {
      callback(undefined, [key.blob]);
    }
    override sign(
      _key: unknown,
      data: Buffer,
      options: unknown,
      callback?: (error: Error | undefined, signature?: Buffer) => void,
    ): void {
      const { hash } = typeof options === "object" && options !== null ? (options as { hash?: string }) : {};
      key.sign(data, hash).then(
        (signature) => {
          signed = true;
          callback?.(undefined, signature);
        },
        (error: Error) => callback?.(error),
      );
    }
  }
  return {
    agent: new OneKeyAgent(),
    get signed() {
      return signed;
    },
  };
}
