/** The words of what Docker Desktop's API rejects with: errors, or plain objects that look like them. */
export function wordsOf(rejection: unknown): string {
  const message: unknown =
    typeof rejection === "object" && rejection !== null && "message" in rejection ? rejection.message : rejection;
  return String(message);
}
