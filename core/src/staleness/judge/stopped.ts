import type { ContainerInspection } from "../../engine/inspection-record.ts";
import type { Finding } from "../../model/finding.ts";
import type { ContainerFacts } from "../facts.ts";
import { at, type Case, containerSubject, finding, usedBy, type Verdict } from "./case.ts";
import type { EndedTogether } from "./ended-together.ts";
import { isOneOff, type Siblings } from "./siblings.ts";
import { counted, quoted, shortId, span } from "./words.ts";

/** Of one that exited: by its *end*, not by its creation, as the engine's own prune goes. */
export function exited(
  { container, details }: ContainerFacts,
  of: Case & { readonly siblings: Siblings; readonly together: EndedTogether },
): Finding | undefined {
  const ended = details?.finishedAt;
  // The engine's zero time, year 1, is no age.
  if (details === undefined || ended === undefined || of.siblings.isAwaited(container)) return undefined;
  const code = details.exitCode;
  const how = `${details.outOfMemory ? "Out of memory, exited" : "Exited"} ${code ?? "without a code"}`;
  const verdict = {
    ...({ since: ended, action: "quarantine", keeps: usedBy(container), evidence: endEvidence(details) } as const),
    ...(container.stack === undefined ? {} : { stack: container.stack.stack }),
  };
  const subject = containerSubject(container);
  const ago = `${span(of.facts.now - ended)} ago`;
  if (isOneOff(container)) {
    const sentence = `${how} ${ago}; started by compose run, not since.`;
    const evidence = [...verdict.evidence, { field: "Config.Labels.com.docker.compose.oneoff", value: "True" }];
    return finding(of, "finished-one-off", subject, { ...verdict, sentence, evidence, confidence: "high" });
  }
  const { policy } = details.restart;
  if (policy === "always" || policy === "unless-stopped") {
    const sentence = `${how} ${ago}; its restart policy is ${policy}, so somebody stopped it: ask before it goes.`;
    return finding(of, "exited", subject, { ...verdict, sentence, confidence: "low", action: "none" });
  }
  const others = of.together.others(details);
  // "no" is every container's policy unless told: it doesn't say that the work was to end.
  return finding(of, "exited", subject, {
    ...verdict,
    ...(others === 0
      ? { sentence: `${how} ${ago}, not started since.`, confidence: "medium" }
      : {
          sentence: `${how} ${ago} together with ${counted(others, "other")}, as in a reboot; not started since.`,
          confidence: "low",
        }),
  });
}

/** Another one runs in its place. Of one that exited, or was made and never started. */
export function superseded(
  { container, details }: ContainerFacts,
  { siblings, ...of }: Case & { readonly siblings: Siblings },
): Finding | undefined {
  const successor = siblings.successor(container);
  if (details === undefined || successor === undefined || isOneOff(container)) return undefined;
  const since = Math.max(details.finishedAt ?? details.createdAt, successor.createdAt);
  const samePlace = successor.stack !== undefined && successor.stack.service === container.stack?.service;
  const verdict: Verdict = {
    since,
    sentence: `${successor.name}, made ${span(of.facts.now - successor.createdAt)} ago, runs in its place.`,
    evidence: [
      ...endEvidence(details),
      { field: "Created", value: at(details.createdAt) },
      { field: `Created of ${successor.name} (${shortId(successor.id)})`, value: at(successor.createdAt) },
    ],
    keeps: usedBy(container),
    confidence: samePlace ? "high" : "medium",
    action: "quarantine",
    ...(container.stack === undefined ? {} : { stack: container.stack.stack }),
  };
  return finding(of, "superseded", containerSubject(container), verdict);
}

/** Made and never started; its age is that of its creation, since there is no other. */
export function neverStarted(
  { container, details }: ContainerFacts,
  { siblings, ...of }: Case & { readonly siblings: Siblings },
): Finding | undefined {
  if (details === undefined || details.startedAt !== undefined || details.finishedAt !== undefined) return undefined;
  if (siblings.isAwaited(container) || siblings.sharesVolumes(container)) return undefined;
  const ago = `${span(of.facts.now - details.createdAt)} ago`;
  const hasData = container.mounts.some(({ type }) => type === "volume");
  const failed = details.error !== "";
  const why = failed
    ? `, and its start failed: ${quoted(details.error)}`
    : hasData
      ? " and never started; it has a volume, and may be there for that alone."
      : " and never started.";
  return finding(of, "never-started", containerSubject(container), {
    since: details.createdAt,
    sentence: `Created ${ago}${why}`,
    evidence: [
      { field: "State.Status", value: container.state },
      { field: "Created", value: at(details.createdAt) },
      ...(failed ? [{ field: "State.Error", value: quoted(details.error) }] : []),
    ],
    keeps: usedBy(container),
    ...(failed
      ? { confidence: "high", action: "quarantine" }
      : hasData
        ? { confidence: "low", action: "none" }
        : { confidence: "medium", action: "quarantine" }),
    ...(container.stack === undefined ? {} : { stack: container.stack.stack }),
  });
}

function endEvidence({ exitCode, finishedAt, outOfMemory, restart }: ContainerInspection): Finding["evidence"] {
  return [
    ...(finishedAt === undefined ? [] : [{ field: "State.FinishedAt", value: at(finishedAt) }]),
    ...(exitCode === undefined ? [] : [{ field: "State.ExitCode", value: String(exitCode) }]),
    ...(outOfMemory ? [{ field: "State.OOMKilled", value: "true" }] : []),
    { field: "HostConfig.RestartPolicy.Name", value: restart.policy },
  ];
}
