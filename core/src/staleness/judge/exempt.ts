/** What others look after, and what people said is to stay. The opt-out is a label of their own. */
const exemptLabel =
  /^(com\.docker\.swarm\.task|com\.docker\.swarm\.task\..*|io\.kubernetes\..*|devcontainer\..*|org\.testcontainers(\..*)?|dev\.quayside\..*)$/;
const exemptName = /^buildx_buildkit_/;

export function isExempt(name: string, labels: Readonly<Record<string, string>>): boolean {
  if (exemptName.test(name)) return true;
  for (const key in labels) {
    if (key === "quayside.stale.ignore" ? labels[key] === "true" : exemptLabel.test(key)) return true;
  }
  return false;
}
